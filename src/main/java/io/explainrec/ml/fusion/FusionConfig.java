package io.explainrec.ml.fusion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shape of an attention fusion.
 *
 * @param modalities in the order of the weights; at least one, of different names
 * @param width length of a fused vector, d
 * @param context length of a context vector; 0 where the query is the learned one always
 * @param epsilon added to the variance in the layer norm; above 0
 */
public record FusionConfig(List<Modality> modalities, int width, int context, float epsilon) {
    public static final int DEFAULT_WIDTH = 256;
    public static final float DEFAULT_EPSILON = 1e-5f;

    public FusionConfig {
        modalities = List.copyOf(modalities);
        Set<String> names = new HashSet<>();
        modalities.forEach(modality -> names.add(modality.name()));
        if (modalities.isEmpty() || names.size() != modalities.size()) {
            throw new IllegalArgumentException(
                    "the modalities are " + modalities + "; expected at least one, of different names");
        }
        if (width < 1 || context < 0 || !(epsilon > 0 && Float.isFinite(epsilon))) {
            throw new IllegalArgumentException("width " + width + ", context " + context + ", epsilon " + epsilon
                    + "; expected a width of at least 1, no negative context, and an epsilon above 0");
        }
    }

    /** Names of the modalities, in their order. */
    public List<String> names() {
        return modalities.stream().map(Modality::name).toList();
    }
}
