package io.explainrec.cli.catalog;

import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.UserService;
import io.explainrec.catalog.demo.DemoService;
import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.RecommendationRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Whether planted tastes are found: of the ten films that a user with a planted taste is shown, the share that has a favoured
 * value, beside the ten most popular lately that the user has not had, and beside the whole catalogue. Intervals resample
 * users. The language model is not asked.
 */
@ApplicationScoped
class DemoCheck {
    private static final int TOP = 10;
    private static final int RESAMPLES = 2000;

    private final DemoService demo;
    private final RecommendService recommendations;
    private final EvidenceStateLoader states;
    private final DomainService domains;
    private final ItemService items;
    private final UserService users;

    DemoCheck(
            DemoService demo,
            RecommendService recommendations,
            EvidenceStateLoader states,
            DomainService domains,
            ItemService items,
            UserService users) {
        this.demo = demo;
        this.recommendations = recommendations;
        this.states = states;
        this.domains = domains;
        this.items = items;
        this.users = users;
    }

    void run(int mostUsers, PrintStream out) {
        Map<String, List<String>> tastes = demo.shop().truth().tastes();
        EvidenceState state = states.state();
        UUID domain = domains.get(DemoShop.FILMS).id();
        List<UUID> popular = state.recentlyPopular(domain, 500);
        Map<UUID, Item> catalogue = new HashMap<>();
        List<double[]> shares = new ArrayList<>();
        tastes.entrySet().stream()
                // Whoever was erased is asked for no more.
                .filter(entry -> users.find(DemoShop.NAMESPACE, entry.getKey()).isPresent())
                .limit(mostUsers == 0 ? Long.MAX_VALUE : mostUsers)
                .forEach(entry -> {
                    var request = new RecommendationRequest(
                            DemoShop.NAMESPACE, entry.getKey(), DemoShop.FILMS, 100, null, null, null, false);
                    List<DecidedItem> decided =
                            recommendations.decide(request, false).candidates();
                    List<UUID> open = decided.stream().map(DecidedItem::itemId).toList();
                    catalogue.putAll(items.byIds(open.stream()
                            .filter(id -> !catalogue.containsKey(id))
                            .toList()));
                    List<UUID> byPopularity =
                            popular.stream().filter(open::contains).limit(TOP).toList();
                    shares.add(new double[] {
                        share(open.subList(0, Math.min(TOP, open.size())), catalogue, entry.getValue()),
                        share(byPopularity, catalogue, entry.getValue()),
                        share(open, catalogue, entry.getValue())
                    });
                });
        out.printf(
                "Films with a value that the user favours, by %d users with a planted taste, ordered by the decision layer %s:%n",
                shares.size(), recommendations.live().parts().decisionVersion());
        String[] names = {"planted_share", "popularity_share", "candidates_share"};
        String[] texts = {"of the ten recommended", "of the ten most popular lately", "of all candidates"};
        for (int side = 0; side < names.length; side++) {
            double[] interval = interval(shares, side);
            out.printf(
                    Locale.ROOT,
                    "  %-32s %.3f [%.3f, %.3f]%n",
                    texts[side],
                    mean(shares, side),
                    interval[0],
                    interval[1]);
        }
        for (int side = 0; side < names.length; side++) {
            out.printf(Locale.ROOT, "RESULT demo.%s %.4f%n", names[side], mean(shares, side));
        }
    }

    private static double share(List<UUID> shown, Map<UUID, Item> catalogue, List<String> favoured) {
        return shown.stream()
                        .filter(id -> catalogue.get(id).attributes().values().stream()
                                .flatMap(List::stream)
                                .anyMatch(favoured::contains))
                        .count()
                / (double) Math.max(1, shown.size());
    }

    private static double mean(List<double[]> shares, int side) {
        return shares.stream().mapToDouble(row -> row[side]).average().orElse(0);
    }

    private static double[] interval(List<double[]> shares, int side) {
        Random random = new Random(0);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < shares.size(); i++) {
                sum += shares.get(random.nextInt(shares.size()))[side];
            }
            means[r] = sum / shares.size();
        }
        Arrays.sort(means);
        return new double[] {means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES)]};
    }
}
