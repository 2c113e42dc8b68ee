package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;

/**
 * The type of a model's matrices and of what flows through them. Norms, the residual stream, the answer head and everything that is
 * trained stay in float32, as in mixed-precision training (Micikevicius et al. 2018, arXiv 1710.03740).
 */
public enum Precision {
    /** The reference: what recorded results are compared in. */
    FLOAT32(6),
    /** Eight bits of mantissa in float32's range: half the memory, and several times the speed where the processor multiplies it. */
    BFLOAT16(15),
    /** Eleven bits of mantissa up to 65,504, for graphics cards that lack bfloat16; processors compute it slowly. */
    FLOAT16(5);

    private final Kernel narrowing;

    /**
     * @param type the engine's number of the type
     */
    Precision(int type) {
        narrowing = new Kernel("""
                def forward(self, x: Tensor) -> Tensor:
                  return torch.to(x, %d, False, False, None)
                """.formatted(type));
    }

    /** The array in this type, owned by its manager; it is given up where a new one is made. */
    public NDArray of(NDArray float32) {
        if (this == FLOAT32) {
            return float32;
        }
        try (float32) {
            return narrowing.of(float32);
        }
    }
}
