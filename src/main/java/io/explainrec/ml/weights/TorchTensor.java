package io.explainrec.ml.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/**
 * A tensor of a torch checkpoint: a view of a storage, turned or with gaps as it may be. Kernels that were converted from
 * TensorFlow are turned.
 *
 * @param offset of its first element in the storage, in elements
 * @param strides from one index of an axis to the next, in elements
 */
record TorchTensor(Storage storage, long offset, long[] shape, long[] strides) {
    /**
     * Numbers that lie in the file in one piece.
     *
     * @param isFloat float32, else int64
     */
    record Storage(String key, boolean isFloat, long elements) {}

    private static final int MAX_DIMENSIONS = 8;

    /** Whether every element lies inside the storage, and they are no more than the storage has. */
    boolean isInside() {
        if (shape.length > MAX_DIMENSIONS || offset < 0 || offset > storage.elements()) {
            return false;
        }
        long elements = 1;
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || strides[axis] < 0 || shape[axis] > storage.elements() / Math.max(1, elements)) {
                return false;
            }
            elements *= shape[axis];
            long steps = Math.max(0, shape[axis] - 1);
            if (steps > 0 && strides[axis] > (storage.elements() - last) / steps) {
                return false;
            }
            last += steps * strides[axis];
        }
        return elements == 0 || last < storage.elements();
    }

    Shape shapeOfAxes() {
        return new Shape(shape);
    }

    /** Puts its elements in row-major order. */
    void gather(float[] numbers, FloatBuffer to) {
        gather(numbers, Math.toIntExact(offset), 0, to);
    }

    private void gather(float[] numbers, int from, int axis, FloatBuffer to) {
        if (axis == shape.length) {
            to.put(numbers[from]);
            return;
        }
        for (int i = 0; i < shape[axis]; i++) {
            gather(numbers, from + (int) (i * strides[axis]), axis + 1, to);
        }
    }
}
