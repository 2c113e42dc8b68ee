package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.instruct.ItemVectors;
import java.util.Map;

/** Fused vectors of a catalogue by item. */
public final class FusedVectors implements ItemVectors {
    private final Map<String, float[]> byKey;

    FusedVectors(Map<String, float[]> byKey) {
        this.byKey = byKey;
    }

    @Override
    public float[] of(String domain, String item) {
        return byKey.get(FusionFolder.key(domain, item));
    }

    public int size() {
        return byKey.size();
    }
}
