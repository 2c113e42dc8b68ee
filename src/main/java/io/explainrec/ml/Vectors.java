package io.explainrec.ml;

/** Sums over vectors. */
public final class Vectors {
    private Vectors() {}

    /** The product of two vectors of one length. */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
