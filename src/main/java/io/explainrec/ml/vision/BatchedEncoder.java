package io.explainrec.ml.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs an image network over batches of preprocessed pictures. */
final class BatchedEncoder implements ImageEncoder {
    /** Bounds the memory of a call. On two cores pictures take half the time that they take one by one; more gain little. */
    static final int BATCH = 16;

    private final NDManager manager;
    private final String version;
    private final int dimension;
    private final Preprocessing preprocessing;
    private final UnaryOperator<NDArray> network;

    /**
     * @param manager owns the weights; closed with this encoder
     * @param network from pictures (B,3,S,S) to vectors (B, dimension), both owned by the pictures' manager
     */
    BatchedEncoder(
            NDManager manager,
            String version,
            int dimension,
            Preprocessing preprocessing,
            UnaryOperator<NDArray> network) {
        this.manager = manager;
        this.version = version;
        this.dimension = dimension;
        this.preprocessing = preprocessing;
        this.network = network;
        manager.cap(); // what a call makes must not stay
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public float[][] encode(List<RgbPicture> pictures) {
        float[][] vectors = new float[pictures.size()][];
        for (int from = 0; from < vectors.length; from += BATCH) {
            List<RgbPicture> batch = pictures.subList(from, Math.min(from + BATCH, vectors.length));
            Shape shape = new Shape(batch.size(), RgbPicture.CHANNELS, preprocessing.crop(), preprocessing.crop());
            try (NDManager call = manager.newSubManager()) {
                NDArray input =
                        Torch.create(call, shape, to -> batch.forEach(picture -> preprocessing.put(picture, to)));
                float[] values = network.apply(input).toFloatArray();
                for (int row = 0; row < batch.size(); row++) {
                    vectors[from + row] = Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
                }
            }
        }
        return vectors;
    }

    /** Arrays that the encoder holds, for tests of leaks. */
    int heldArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
