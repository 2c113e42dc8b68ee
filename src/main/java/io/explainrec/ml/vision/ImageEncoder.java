package io.explainrec.ml.vision;

import io.explainrec.ml.tensor.Torch;
import java.io.Closeable;
import java.util.List;

/**
 * Pictures to vectors. Immutable; threads may share one, each an {@linkplain Torch#inferenceThread inference thread}. Closing
 * gives the memory of the weights back; a closed encoder is of no use.
 */
public interface ImageEncoder extends Closeable {
    /** Length of a vector. */
    int dimension();

    /**
     * Names the space that the vectors lie in: the architecture, the revision of what is computed here, and the start of the
     * SHA-256 of the weights and the configuration. Vectors of two versions must never be compared.
     */
    String version();

    /**
     * One vector per picture, in their order, not scaled. What else is in the list does not change a vector, but for rounding.
     */
    float[][] encode(List<RgbPicture> pictures);

    @Override
    void close();
}
