package io.explainrec.ml.instruct;

/** Vectors of items that a language model reads beside their texts. */
@FunctionalInterface
public interface ItemVectors {
    /** An item's vector; null where it has none. */
    float[] of(String domain, String item);
}
