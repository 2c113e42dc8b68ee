package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.EvidenceSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The language model alone: it scores frozen rows, and for the ranking puts the {@value #RERANKED} items that were liked most lately
 * into its own order, before all others.
 */
public record LanguageScorer(String name, LayerStudy study, LanguageScores scores) implements Scorer {
    /** Items of a ranking that the model is asked about. */
    public static final int RERANKED = 50;

    private static final double FIRST = 1e6;

    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Optional<Scorer> elsewhere() {
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
        public double score(int user, int item) {
            return scores.logits(replay, user, new int[] {item})[0];
        }

        @Override
        public double[] score(Interactions rows) {
            return perUser(rows, (user, items) -> scores.logits(replay, user, items));
        }

        @Override
        public void scoreAll(int user, double[] to) {
            Replay.Described about = about(user);
            int recent = EvidenceSource.RECENT_POPULARITY.ordinal();
            Arrays.setAll(to, item -> about.values(item)[recent]);
            int[] best = best(to, judged(replay, user));
            double[] logits = scores.logits(replay, user, best);
            for (int k = 0; k < best.length; k++) {
                to[best[k]] = FIRST + logits[k];
            }
        }
    }

    /** Items that the user's history speaks of, as far as it is read. */
    static Set<Integer> judged(Replay replay, int user) {
        Set<Integer> judged = new HashSet<>();
        replay.events(user).forEach(event -> judged.add(Replay.number(event.itemId())));
        return judged;
    }

    /** The items that come first and are not judged. */
    static int[] best(double[] scores, Set<Integer> judged) {
        return IntStream.range(0, scores.length)
                .filter(item -> !judged.contains(item))
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -scores[item]))
                .limit(RERANKED)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Scores a user's items. */
    @FunctionalInterface
    interface OfUser {
        double[] score(int user, int[] items);
    }

    /** Scores rows user by user, in the order of the rows. */
    static double[] perUser(Interactions rows, OfUser scores) {
        double[] all = new double[rows.size()];
        Order.Groups byUser = Order.grouped(rows.size(), rows.users(), rows::user);
        for (int u = 0; u < rows.users(); u++) {
            int[] own = byUser.of(u).toArray();
            if (own.length > 0) {
                double[] of = scores.score(u, Arrays.stream(own).map(rows::item).toArray());
                for (int k = 0; k < own.length; k++) {
                    all[own[k]] = of[k];
                }
            }
        }
        return all;
    }
}
