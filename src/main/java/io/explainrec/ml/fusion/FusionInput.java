package io.explainrec.ml.fusion;

import java.util.Map;

/**
 * What is known of one item.
 *
 * @param features vectors of the modalities that it has, by their names; one at least
 * @param context what it is looked at for, a user's summary say; null for the item alone
 */
public record FusionInput(Map<String, float[]> features, float[] context) {
    public FusionInput {
        features = Map.copyOf(features);
    }

    /** An item looked at alone. */
    public static FusionInput of(Map<String, float[]> features) {
        return new FusionInput(features, null);
    }
}
