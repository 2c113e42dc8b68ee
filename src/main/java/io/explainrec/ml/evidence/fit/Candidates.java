package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.SoftmaxObjective.Choice;
import io.explainrec.ml.evidence.EvidenceSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A user's candidates, those that were liked first. There are up to millions in a fit, so that each has the values of the sources that
 * rank, as float, and nothing more; regressors are made of them when they are looked at.
 *
 * @param values of {@link LayerFit#RANK}, candidate by candidate, NaN where masked
 * @param events by candidate, of the user's history, those that tell a taste in its domain
 * @param liked how many were, at least one
 */
record Candidates(float[] values, int[] events, int liked, double weight) {
    private static final int WIDTH = LayerFit.RANK.size();
    /** By source, its place among those that rank. */
    private static final int[] PLACE = Arrays.stream(EvidenceSource.values())
            .mapToInt(LayerFit.RANK::indexOf)
            .toArray();

    /**
     * Asks what the sources say.
     *
     * @param items the liked ones first
     */
    static Candidates of(Replay.Described evidence, int[] items, int liked, double weight) {
        float[] values = new float[items.length * WIDTH];
        for (int c = 0; c < items.length; c++) {
            double[] said = evidence.values(items[c]);
            for (int k = 0; k < WIDTH; k++) {
                values[c * WIDTH + k] = (float) said[LayerFit.RANK.get(k).ordinal()];
            }
        }
        return new Candidates(values, IntStream.of(items).map(evidence::events).toArray(), liked, weight);
    }

    int size() {
        return values.length / WIDTH;
    }

    private double value(int candidate, EvidenceSource source) {
        return values[candidate * WIDTH + PLACE[source.ordinal()]];
    }

    /** All of these users' candidates, each counted once. */
    static Columns.Rows rows(List<Candidates> users) {
        return (source, each) -> users.forEach(user -> {
            for (int c = 0; c < user.size(); c++) {
                each.row(user.value(c, source), user.events[c], 1);
            }
        });
    }

    /**
     * What the user chose.
     *
     * @param share weight of the choice
     */
    Choice choice(Columns columns, double share) {
        double[] x = new double[columns.width()];
        return new Choice(
                c -> {
                    columns.put(events[c], source -> value(c, source), x);
                    return x;
                },
                size(),
                liked,
                share);
    }
}
