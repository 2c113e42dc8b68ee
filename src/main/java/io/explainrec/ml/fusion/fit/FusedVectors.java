package io.explainrec.ml.fusion.fit;

import java.util.Map;

/** Fused vectors of a catalogue by item. */
public final class FusedVectors {
    private final Map<String, float[]> byKey;

    FusedVectors(Map<String, float[]> byKey) {
        this.byKey = byKey;
    }

    /** An item's vector; null where it has none. */
    public float[] of(String domain, String item) {
        return byKey.get(FusionFolder.key(domain, item));
    }

    public int size() {
        return byKey.size();
    }
}
