package io.explainrec.ml;

/** Directions: vectors of length 1, whose products are cosines. */
public final class UnitVector {
    private UnitVector() {}

    /** The same direction; of a vector of nothing but 0, which has none, no numbers. */
    public static float[] of(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double length = Math.sqrt(square);
        float[] unit = new float[vector.length];
        for (int k = 0; k < unit.length; k++) {
            unit[k] = (float) (vector[k] / length);
        }
        return unit;
    }
}
