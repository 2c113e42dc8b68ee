package io.explainrec.ml.evidence;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a user likes, as a direction in the space of item vectors: the mean of what was liked, newer events weighing more, minus
 * a share of the mean of what was disliked (Rocchio 1971), scaled to length 1.
 */
public final class Taste {
    /** Share of the nearest item's cosine that a second one needs to be named beside it. */
    private static final double AS_NEAR = 0.8;

    private static final double DISLIKED_SHARE = 0.25;
    /** Weight of an event against the next newer one. */
    private static final double FADE = 0.97;

    private final float[] direction;
    private final History history;
    private final Map<UUID, float[]> vectors;

    private Taste(float[] direction, History history, Map<UUID, float[]> vectors) {
        this.direction = direction;
        this.history = history;
        this.vectors = vectors;
    }

    /**
     * @param vectors of the history's items, as many as there are, each of length 1
     * @return empty where nothing that was liked has a vector
     */
    public static Optional<Taste> of(History history, Map<UUID, float[]> vectors) {
        float[] sum = null;
        double[] weights = new double[2];
        double[][] means = null;
        double weight = 1;
        for (History.Event event : history.events().reversed()) {
            float[] vector = vectors.get(event.itemId());
            if (vector != null) {
                if (means == null) {
                    means = new double[2][vector.length];
                    sum = new float[vector.length];
                }
                int side = event.liked() ? 0 : 1;
                weights[side] += weight;
                for (int d = 0; d < vector.length; d++) {
                    means[side][d] += weight * vector[d];
                }
            }
            weight *= FADE;
        }
        if (means == null || weights[0] == 0) {
            return Optional.empty();
        }
        double square = 0;
        for (int d = 0; d < sum.length; d++) {
            double disliked = weights[1] == 0 ? 0 : DISLIKED_SHARE * means[1][d] / weights[1];
            sum[d] = (float) (means[0][d] / weights[0] - disliked);
            square += (double) sum[d] * sum[d];
        }
        if (square == 0) {
            return Optional.empty();
        }
        for (int d = 0; d < sum.length; d++) {
            sum[d] /= (float) Math.sqrt(square);
        }
        return Optional.of(new Taste(sum, history, vectors));
    }

    /** The direction, of length 1. */
    public float[] direction() {
        return direction.clone();
    }

    /** Cosine of an item's vector with the taste. */
    public double cosine(float[] item) {
        return dot(direction, item);
    }

    /**
     * Cosine of an item with the taste, resting on the liked item that is nearest to it, and on a second one that is about as near; masked
     * without a vector.
     */
    public Evidence evidence(float[] item) {
        if (item == null) {
            return Evidence.masked(EvidenceSource.CONTENT);
        }
        record Near(UUID item, double cosine) {}
        List<Near> near = history.events().stream()
                .filter(event -> event.liked() && vectors.containsKey(event.itemId()))
                .map(History.Event::itemId)
                .map(liked -> new Near(liked, dot(vectors.get(liked), item)))
                .filter(liked -> liked.cosine > 0)
                .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                .limit(2)
                .toList();
        List<UUID> because = near.stream()
                .filter(liked -> liked.cosine >= AS_NEAR * near.getFirst().cosine)
                .map(Near::item)
                .toList();
        return new Evidence(EvidenceSource.CONTENT, cosine(item), false, because);
    }

    /** Nothing is known of the user's taste. */
    public static Evidence unknown() {
        return Evidence.masked(EvidenceSource.CONTENT);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
