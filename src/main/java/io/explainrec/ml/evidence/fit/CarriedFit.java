package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.LinearMap;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.evidence.LearnedTables.Carried;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Of each ordered pair of domains with {@value #LEAST_SHARED} users or more in both, the level that a user of the one is expected to
 * have in the other: ridge regression of the mean surprise there on
 * number and level of the grades here, drawn to what holds within one domain, that the level stays as it is. It is the level's row of the
 * map between two spaces of factors (EMCDR, Man et al., IJCAI 2017, section 3.3); rows of factors were of no use (docs/experiments.md).
 */
final class CarriedFit {
    /** Below it a pair has no map. */
    static final int LEAST_SHARED = 50;

    private static final double RIDGE = 1;
    /** Grades there at which a user counts half of one whose level there is known for sure. */
    private static final double HALF_KNOWN = 5;

    private final String[] domains;
    private final List<Graded> graded = new ArrayList<>();

    /**
     * Those who graded something in a domain.
     *
     * @param users ascending
     * @param surprise summed over the user's grades there
     */
    private record Graded(int[] users, int[] events, double[] surprise) {
        /** Where a user stands; below 0 for one who is none of them. */
        int at(int user) {
            return Arrays.binarySearch(users, user);
        }
    }

    private CarriedFit(Interactions past, List<String> domainOf, double[] surprises) {
        domains = domainOf.stream().distinct().sorted().toArray(String[]::new);
        Order.Groups byDomain = Order.grouped(
                past.size(), domains.length, r -> Arrays.binarySearch(domains, domainOf.get(past.item(r))));
        for (int d = 0; d < domains.length; d++) {
            int[] events = new int[past.users()];
            double[] surprise = new double[past.users()];
            byDomain.of(d).forEach(r -> {
                events[past.user(r)]++;
                surprise[past.user(r)] += surprises[r];
            });
            int[] users =
                    IntStream.range(0, events.length).filter(u -> events[u] > 0).toArray();
            graded.add(new Graded(
                    users,
                    IntStream.of(users).map(u -> events[u]).toArray(),
                    IntStream.of(users).mapToDouble(u -> surprise[u]).toArray()));
        }
    }

    /**
     * @param domainOf by item
     * @param surprises by row: grade less mean, the item's level and that of the user's traits
     */
    static List<Carried> of(Interactions past, List<String> domainOf, double[] surprises) {
        CarriedFit fit = new CarriedFit(past, domainOf, surprises);
        List<Carried> maps = new ArrayList<>();
        for (int from = 0; from < fit.domains.length; from++) {
            for (int to = 0; to < fit.domains.length; to++) {
                int[] shared = from == to ? new int[0] : fit.shared(from, to);
                if (shared.length >= LEAST_SHARED) {
                    maps.add(fit.map(from, to, shared));
                }
            }
        }
        return maps;
    }

    private int[] shared(int from, int to) {
        Graded there = graded.get(to);
        return IntStream.of(graded.get(from).users)
                .filter(u -> there.at(u) >= 0)
                .toArray();
    }

    private Carried map(int from, int to, int[] shared) {
        Graded here = graded.get(from);
        Graded there = graded.get(to);
        double[][] x = new double[shared.length][];
        double[][] change = new double[shared.length][1];
        double[] known = new double[shared.length];
        for (int k = 0; k < shared.length; k++) {
            int f = here.at(shared[k]);
            int t = there.at(shared[k]);
            x[k] = Carried.regressors(here.events[f], here.surprise[f]);
            change[k][0] = there.surprise[t] / there.events[t] - Carried.SAME.level(x[k]);
            known[k] = there.events[t] / (there.events[t] + HALF_KNOWN);
        }
        double[] ridge = new double[x[0].length];
        Arrays.fill(ridge, RIDGE);
        double[] weights = LinearMap.fit(x, change, known, ridge).weights()[0];
        return Carried.SAME.changed(domains[from], domains[to], weights);
    }
}
