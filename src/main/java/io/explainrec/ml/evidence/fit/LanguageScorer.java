package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.EvidenceSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The language model alone: it scores frozen rows, and for the ranking puts the {@value #RERANKED} items of each domain that were liked most
 * lately into its own order, before all others.
 */
public record LanguageScorer(String name, LayerStudy study, LanguageScores scores) implements Scorer {
    /** Items of a ranking, which is of one domain, that the model is asked about. */
    public static final int RERANKED = 50;

    private static final double FIRST = 1e6;

    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Optional<Scorer> standIn() {
        return Optional.empty();
    }

    @Override
    public Fitted fit(Interactions past) {
        LayerStudy.Studied studied = study.of(past);
        return () -> new Asking(studied.replay());
    }

    private final class Asking extends ReplayState {
        Asking(Replay replay) {
            super(replay);
        }

        @Override
        double[] scores(int user, int... items) {
            return scores.logits(replay, user, items);
        }

        @Override
        public void scoreAll(int user, double[] to) {
            Replay.Described about = about(user);
            int recent = EvidenceSource.RECENT_POPULARITY.ordinal();
            Arrays.setAll(to, item -> about.values(item)[recent]);
            int[] best = best(replay, user, to);
            double[] logits = scores.logits(replay, user, best);
            for (int k = 0; k < best.length; k++) {
                to[best[k]] = FIRST + logits[k];
            }
        }
    }

    /** The items that come first of each domain, less those that the user's history speaks of, as far as it is read. */
    static int[] best(Replay replay, int user, double[] scores) {
        Set<Integer> judged = new HashSet<>();
        replay.events(user).forEach(event -> judged.add(Replay.number(event.itemId())));
        Map<UUID, List<Integer>> byDomain = IntStream.range(0, scores.length)
                .filter(item -> !judged.contains(item))
                .boxed()
                .collect(Collectors.groupingBy(replay::domain, LinkedHashMap::new, Collectors.toList()));
        return byDomain.values().stream()
                .flatMap(own -> own.stream()
                        .sorted(Comparator.comparingDouble(item -> -scores[item]))
                        .limit(RERANKED))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
