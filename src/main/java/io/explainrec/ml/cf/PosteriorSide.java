package io.explainrec.ml.cf;

import io.explainrec.ml.Vectors;
import io.explainrec.ml.eval.Order;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All users, or all items, of {@link VariationalFactors}: of each a normal posterior of its level and factors, around what everybody's vector
 * and those of its traits add up to. What is said of those without rows is just that.
 */
final class PosteriorSide {
    /** Of the targets' variance: that of vectors around what is expected, before anything is seen (scale of the Wishart prior). */
    private static final double PRIOR_VARIANCE = 0.04;

    /** Likewise, in the first sweep. */
    private static final double FIRST_VARIANCE = 0.2;

    /** Members that no effect of a trait counts for, in the first sweep. */
    private static final double FIRST_TRAIT_RIDGE = 10;

    /** The same of everybody, always. */
    private static final double EVERYBODY_RIDGE = 0.1;
    /** Rate of the gamma prior of the traits' ridge, whose shape is 1. */
    private static final double TRAIT_RATE = 0.05;

    /** By row. */
    private final int[] of;

    private final Order.Groups rows;
    private final int[] all;
    /** By trait. */
    private final int[][] members;

    private final int width;
    private final double priorSquares;
    /** With rows. */
    private final boolean[] spoke;

    private final int speaking;
    private final double[][] mean;
    /** Upper triangles, by rows; null of those without rows. */
    private final float[][] covariance;

    private final double[][] expected;
    private final double[] everybody;
    private final double[][] traitVectors;
    private final double[][] precision;
    /** What a trait's vector costs against those of its members. */
    private double traitRidge = FIRST_TRAIT_RIDGE;

    /**
     * @param of by row, whose it is
     * @param width of a vector: level and factors
     * @param variance of targets
     */
    PosteriorSide(int[] of, int count, Traits traits, int width, double variance) {
        this.of = of;
        this.width = width;
        rows = Order.grouped(of.length, count, r -> of[r]);
        all = IntStream.range(0, count).toArray();
        Order.Groups groups = traits.members();
        members = new int[traits.count()][];
        Arrays.setAll(members, t -> groups.of(t).toArray());
        priorSquares = width * PRIOR_VARIANCE * variance;
        spoke = new boolean[count];
        int n = 0;
        for (int k = 0; k < count; k++) {
            spoke[k] = rows.start()[k + 1] > rows.start()[k];
            n += spoke[k] ? 1 : 0;
        }
        speaking = n;
        mean = new double[count][width];
        covariance = new float[count][];
        for (int k = 0; k < count; k++) {
            covariance[k] = spoke[k] ? new float[width * (width + 1) / 2] : null;
        }
        expected = new double[count][width];
        everybody = new double[width];
        traitVectors = new double[traits.count()][width];
        precision = new double[width][width];
        for (int a = 0; a < width; a++) {
            precision[a][a] = 1 / (FIRST_VARIANCE * variance);
        }
    }

    double[][] mean() {
        return mean;
    }

    double[] everybody() {
        return everybody;
    }

    double[][] traitVectors() {
        return traitVectors;
    }

    /** Of vectors around what is expected. */
    double[][] precision() {
        return precision;
    }

    /** Draws factors, so that no two begin alike. */
    void scatter(Random random, double deviation) {
        for (double[] vector : mean) {
            for (int a = 1; a < width; a++) {
                vector[a] = deviation * random.nextGaussian();
            }
        }
    }

    /**
     * Posteriors given the other side's.
     *
     * @param rest by row, the target less the mean
     * @param noise precision of a row
     */
    void solve(PosteriorSide other, double[] rest, double noise) {
        double[][] normal = new double[width][width];
        for (int k = 0; k < mean.length; k++) {
            if (spoke[k]) {
                double[] right = mean[k];
                for (int a = 0; a < width; a++) {
                    System.arraycopy(precision[a], 0, normal[a], 0, width);
                    right[a] = Vectors.dot(precision[a], expected[k]);
                }
                for (int at = rows.start()[k]; at < rows.start()[k + 1]; at++) {
                    int r = rows.positions()[at];
                    add(other.mean[other.of[r]], other.covariance[other.of[r]], rest[r], noise, normal, right);
                }
                Cholesky.factor(normal);
                Cholesky.solve(normal, right);
                Cholesky.invert(normal);
                int at = 0;
                for (int a = 0; a < width; a++) {
                    for (int b = a; b < width; b++) {
                        covariance[k][at++] = (float) normal[a][b];
                    }
                }
            }
        }
    }

    /** Adds {@code E[x x']} and {@code E[x (r - level)]}, where x is the other side's vector with 1 in place of its level. */
    private static void add(double[] x, float[] covariance, double r, double noise, double[][] normal, double[] right) {
        double y = noise * (r - x[0]);
        normal[0][0] += noise;
        right[0] += y;
        int at = 1;
        for (int a = 1; a < x.length; a++) {
            normal[0][a] += noise * x[a];
            right[a] += y * x[a] - noise * covariance[at++];
        }
        for (int a = 1; a < x.length; a++) {
            double[] row = normal[a];
            for (int b = a; b < x.length; b++) {
                row[b] += noise * (x[a] * x[b] + covariance[at++]);
            }
        }
    }

    /** What is expected, by everybody and then by one trait after the other given the rest; then how far vectors are from it. */
    void learnPrior() {
        learn(everybody, EVERYBODY_RIDGE, all);
        double variances = 0;
        for (int t = 0; t < traitVectors.length; t++) {
            variances += 1 / (learn(traitVectors[t], traitRidge, members[t]) + traitRidge);
        }
        for (int k : all) {
            if (!spoke[k]) {
                System.arraycopy(expected[k], 0, mean[k], 0, width);
            }
        }
        learnPrecision();
        double squares = 2 * TRAIT_RATE;
        for (double[] vector : traitVectors) {
            for (int a = 0; a < width; a++) {
                squares += vector[a] * Vectors.dot(precision[a], vector);
            }
        }
        traitRidge = (traitVectors.length * width + 2) / (squares + width * variances);
    }

    /**
     * One part of what is expected of some: the ridge regression of what their vectors have left.
     *
     * @return how many of them have rows
     */
    private int learn(double[] part, double ridge, int[] of) {
        double[] before = part.clone();
        double[] left = new double[width];
        int n = 0;
        for (int k : of) {
            if (spoke[k]) {
                addDifference(left, mean[k], expected[k]);
                n++;
            }
        }
        for (int a = 0; a < width; a++) {
            part[a] = (left[a] + n * before[a]) / (n + ridge);
        }
        for (int k : of) {
            addDifference(expected[k], part, before);
        }
        return n;
    }

    /**
     * The mean of the Wishart posterior. That parts of what is expected are not known for sure adds to squares just what they add to the
     * degrees of freedom, so that neither is counted.
     */
    private void learnPrecision() {
        double[][] squares = new double[width][width];
        double[] distance = new double[width];
        for (int k = 0; k < mean.length; k++) {
            if (spoke[k]) {
                Arrays.fill(distance, 0);
                addDifference(distance, mean[k], expected[k]);
                Cholesky.addSquare(squares, distance, 1);
                int at = 0;
                for (int a = 0; a < width; a++) {
                    for (int b = a; b < width; b++) {
                        squares[a][b] += covariance[k][at++];
                    }
                }
            }
        }
        Cholesky.addSquare(squares, everybody, EVERYBODY_RIDGE);
        for (double[] vector : traitVectors) {
            Cholesky.addSquare(squares, vector, traitRidge);
        }
        for (int a = 0; a < width; a++) {
            squares[a][a] += priorSquares;
        }
        Cholesky.factor(squares);
        Cholesky.invert(squares);
        for (int a = 0; a < width; a++) {
            for (int b = 0; b < width; b++) {
                precision[a][b] = (width + speaking) * squares[a][b];
            }
        }
    }

    /** Squares of rows' errors, expected over both sides and summed. */
    double expectedSquares(PosteriorSide other, double[] rest) {
        double sum = 0;
        for (int r = 0; r < rest.length; r++) {
            double[] p = mean[of[r]];
            double[] q = other.mean[other.of[r]];
            double error = rest[r] - p[0] - q[0];
            for (int a = 1; a < width; a++) {
                error -= p[a] * q[a];
            }
            sum += error * error + variance(p, q, covariance[of[r]], other.covariance[other.of[r]]);
        }
        return sum;
    }

    /** Of {@code b_u + b_i + p . q}. */
    private static double variance(double[] p, double[] q, float[] ofP, float[] ofQ) {
        double sum = ofP[0] + ofQ[0];
        int at = 1;
        for (int a = 1; a < p.length; a++) {
            sum += 2 * (q[a] * ofP[at] + p[a] * ofQ[at]);
            at++;
        }
        for (int a = 1; a < p.length; a++) {
            for (int b = a; b < p.length; b++) {
                double term = q[a] * q[b] * ofP[at] + p[a] * p[b] * ofQ[at] + ofP[at] * ofQ[at];
                sum += a == b ? term : 2 * term;
                at++;
            }
        }
        return sum;
    }

    private static void addDifference(double[] to, double[] plus, double[] minus) {
        for (int a = 0; a < to.length; a++) {
            to[a] += plus[a] - minus[a];
        }
    }
}
