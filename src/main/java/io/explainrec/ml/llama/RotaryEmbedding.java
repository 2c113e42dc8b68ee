package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;

/**
 * Rotary position embedding in the half-split form (Su et al. 2021, arXiv 2104.09864): element i of the first half of a
 * head turns with element i of the second by the angle position / theta^(2i/D).
 */
final class RotaryEmbedding {
    private final int headSize;
    private final NDArray cos; // (P,D)
    private final NDArray sin; // (P,D), negative in the first half, so that x rotates by x cos + swap(x) sin

    RotaryEmbedding(int headSize, double theta, int positions, NDManager manager) {
        this.headSize = headSize;
        int half = headSize / 2;
        float[] cosines = new float[positions * headSize];
        float[] sines = new float[positions * headSize];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < half; i++) {
                float frequency = (float) (1 / Math.pow(theta, 2.0 * i / headSize));
                float angle = p * frequency; // in float32, as the reference has it
                int at = p * headSize + i;
                cosines[at] = cosines[at + half] = (float) Math.cos(angle);
                sines[at + half] = (float) Math.sin(angle);
                sines[at] = -sines[at + half];
            }
        }
        cos = manager.create(cosines, new Shape(positions, headSize));
        sin = manager.create(sines, new Shape(positions, headSize));
    }

    /** The tables for positions from to from + length - 1, views owned by the manager. */
    Window window(int from, long length, NDManager manager) {
        NDArray c = Torch.slice(cos, 0, from, from + length); // (T,D)
        NDArray s = Torch.slice(sin, 0, from, from + length); // (T,D)
        c.attach(manager);
        s.attach(manager);
        return new Window(c, s);
    }

    /** The tables of consecutive positions. */
    final class Window {
        private final NDArray c;
        private final NDArray s;

        private Window(NDArray c, NDArray s) {
            this.c = c;
            this.s = s;
        }

        /** Rotates x (.., T, D). */
        NDArray rotate(NDArray x) {
            NDArray first = Torch.slice(x, 3, 0, headSize / 2);
            NDArray second = Torch.slice(x, 3, headSize / 2, headSize);
            NDArray swapped = Torch.concat(3, second, first);
            return x.mul(c).add(swapped.mul(s));
        }
    }
}
