package io.explainrec.ml.fusion;

import java.util.Map;

/**
 * An item's one vector.
 *
 * @param weights of the modalities that it has, by their names; above or at 0, they add up to 1
 */
public record FusedItem(float[] vector, Map<String, Float> weights) {
    public FusedItem {
        weights = Map.copyOf(weights);
    }
}
