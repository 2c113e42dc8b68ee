package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Kernel;
import java.util.stream.IntStream;

/**
 * Rotary position embedding in the half-split form (Su et al. 2021, arXiv 2104.09864): element i of the first half of a
 * head turns with element i of the second by the angle position / theta^(2i/D).
 */
final class RotaryEmbedding {
    private final float[] frequencies;

    /**
     * @param headSize D, even
     * @param theta base of the frequencies
     */
    RotaryEmbedding(int headSize, double theta) {
        frequencies = new float[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1 / Math.pow(theta, 2.0 * i / headSize));
        }
    }

    /** The tables for positions from to from + length - 1, owned by the manager; few enough to be made for each call. */
    Window window(int from, int length, NDManager manager) {
        return window(new int[][] {IntStream.range(from, from + length).toArray()}, manager);
    }

    /**
     * The tables of tokens that stand anywhere.
     *
     * @param positions (B,T), or one row for all rows
     */
    Window window(int[][] positions, NDManager manager) {
        int half = frequencies.length;
        int length = positions[0].length;
        float[] cosines = new float[positions.length * length * 2 * half];
        float[] sines = new float[cosines.length];
        int at = 0;
        for (int[] row : positions) {
            for (int position : row) {
                for (int i = 0; i < half; i++) {
                    float angle = position * frequencies[i]; // in float32, as the reference has it
                    cosines[at + i] = cosines[at + half + i] = (float) Math.cos(angle);
                    sines[at + half + i] = (float) Math.sin(angle);
                    sines[at + i] = -sines[at + half + i];
                }
                at += 2 * half;
            }
        }
        Shape shape = new Shape(positions.length, 1, length, 2L * half);
        return new Window(manager.create(cosines, shape), manager.create(sines, shape));
    }

    /**
     * The tables of some positions.
     *
     * @param cos (B,1,T,D), or (1,1,T,D) for all rows
     * @param sin the same, negative in the first half, so that x rotates by x cos + swap(x) sin
     */
    record Window(NDArray cos, NDArray sin) {
        /** The tables in the type of another array. */
        Window like(NDArray other) {
            return new Window(Kernel.LIKE.of(cos, other), Kernel.LIKE.of(sin, other));
        }

        /** Rotates x (B,H,T,D) of the tables' type. */
        NDArray rotate(NDArray x) {
            return Kernel.ROTATION.of(x, cos, sin);
        }
    }
}
