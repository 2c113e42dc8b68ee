package io.explainrec.ml.cf;

import java.util.Arrays;

/**
 * Cholesky factors {@code A = U'U} of symmetric positive definite matrices, by rows and in blocks (Golub and Van Loan, Matrix
 * Computations, 4.2). Every inner loop adds four scaled rows to one, which the JIT vectorises; blocks keep the rows that are read
 * again in the cache. Only the upper triangle of A is read.
 */
public final class Cholesky {
    private static final int BLOCK = 64;

    private Cholesky() {}

    /** Adds {@code weight x x'} to the upper triangle of A. */
    public static void addSquare(double[][] a, double[] x, double weight) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                add(a[i], weight * x[i], x, i, x.length);
            }
        }
    }

    /**
     * Replaces the upper triangle of A by U.
     *
     * @throws ArithmeticException where A is not positive definite
     */
    public static void factor(double[][] a) {
        int n = a.length;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            for (int k = from; k < to; k++) {
                finishRow(a, from, k);
            }
            for (int i = to; i < n; i++) {
                subtract(a, from, to, i);
            }
        }
    }

    /** Row k of U, from the rows of its block above it; those of earlier blocks were subtracted before. */
    private static void finishRow(double[][] a, int from, int k) {
        subtract(a, from, k, k);
        double[] row = a[k];
        if (!(row[k] > 0)) {
            throw new ArithmeticException("the matrix is not positive definite: pivot " + k + " of " + a.length + " is "
                    + row[k] + "; a larger ridge would make it so");
        }
        double inverse = 1 / Math.sqrt(row[k]);
        for (int j = k; j < row.length; j++) {
            row[j] *= inverse;
        }
    }

    /** {@code a[i][i..] -= sum over k in [from, to) of u[k][i] u[k][i..]}. */
    private static void subtract(double[][] a, int from, int to, int i) {
        int k = from;
        for (; k + 3 < to; k += 4) {
            add(
                    a[i],
                    -a[k][i],
                    a[k],
                    -a[k + 1][i],
                    a[k + 1],
                    -a[k + 2][i],
                    a[k + 2],
                    -a[k + 3][i],
                    a[k + 3],
                    i,
                    a.length);
        }
        for (; k < to; k++) {
            add(a[i], -a[k][i], a[k], i, a.length);
        }
    }

    /** Solves {@code A x = b} in place of b, from the factor. */
    public static void solve(double[][] u, double[] b) {
        int n = u.length;
        for (int k = 0; k < n; k++) {
            b[k] /= u[k][k];
            double x = b[k];
            for (int j = k + 1; j < n; j++) {
                b[j] -= u[k][j] * x;
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            double sum = b[k];
            for (int j = k + 1; j < n; j++) {
                sum -= u[k][j] * b[j];
            }
            b[k] = sum / u[k][k];
        }
    }

    /**
     * Replaces the factor U by the inverse of A: {@code inv(A) = V V'} with {@code V = inv(U)}, symmetric, both triangles filled. Besides U
     * there is one more matrix of its size meanwhile.
     */
    public static void invert(double[][] u) {
        int n = u.length;
        double[][] transposed = inverseOfFactor(u);
        for (int i = 0; i < n; i++) {
            for (int k = i + 1; k < n; k++) {
                transposed[k][i] = transposed[i][k];
                transposed[i][k] = 0;
            }
        }
        double[][] p = u;
        for (double[] row : p) {
            Arrays.fill(row, 0);
        }
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            int k = from;
            for (; k + 3 < n; k += 4) {
                for (int i = from; i < Math.min(to, k + 4); i++) {
                    // Row k of V' ends at k.
                    add(
                            p[i],
                            transposed[k][i],
                            transposed[k],
                            transposed[k + 1][i],
                            transposed[k + 1],
                            transposed[k + 2][i],
                            transposed[k + 2],
                            transposed[k + 3][i],
                            transposed[k + 3],
                            0,
                            i + 1);
                }
            }
            for (; k < n; k++) {
                for (int i = from; i < Math.min(to, k + 1); i++) {
                    add(p[i], transposed[k][i], transposed[k], 0, i + 1);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                p[j][i] = p[i][j];
            }
        }
    }

    /** {@code v[i][i..] = -1 / u[i][i] sum over k > i of u[i][k] v[k][i..]}, from the last row up. */
    private static double[][] inverseOfFactor(double[][] u) {
        int n = u.length;
        double[][] v = new double[n][n];
        for (int to = n; to > 0; to = Math.max(0, to - BLOCK)) {
            int from = Math.max(0, to - BLOCK);
            int k = to;
            for (; k + 3 < n; k += 4) {
                for (int i = from; i < to; i++) {
                    add(v[i], u[i][k], v[k], u[i][k + 1], v[k + 1], u[i][k + 2], v[k + 2], u[i][k + 3], v[k + 3], k, n);
                }
            }
            for (; k < n; k++) {
                for (int i = from; i < to; i++) {
                    add(v[i], u[i][k], v[k], k, n);
                }
            }
            for (int i = to - 1; i >= from; i--) {
                for (int inside = i + 1; inside < to; inside++) {
                    add(v[i], u[i][inside], v[inside], inside, n);
                }
                double scale = -1 / u[i][i];
                for (int j = i + 1; j < n; j++) {
                    v[i][j] *= scale;
                }
                v[i][i] = -scale;
            }
        }
        return v;
    }

    private static void add(double[] to, double f, double[] row, int from, int end) {
        for (int j = from; j < end; j++) {
            to[j] += f * row[j];
        }
    }

    @SuppressWarnings("TooManyParameters") // four rows at once, in registers
    private static void add(
            double[] to,
            double f0,
            double[] r0,
            double f1,
            double[] r1,
            double f2,
            double[] r2,
            double f3,
            double[] r3,
            int from,
            int end) {
        for (int j = from; j < end; j++) {
            to[j] += f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
        }
    }
}
