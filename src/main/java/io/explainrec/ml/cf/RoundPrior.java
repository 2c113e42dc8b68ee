package io.explainrec.ml.cf;

import io.explainrec.ml.cf.RidgeRegression.Ridge;

/**
 * A change of coordinates that leaves all {@code b_u + b_i + p_u . q_i} as they are, and makes what is known of a user beforehand round: level
 * and factors independent, all factors of the same variance, and everybody's vector part of the mean and of items' levels. With {@code
 * c} the regression of the level on the factors and {@code U'U} their precision, {@code b' = b + c . p}, {@code p' = U p} and {@code q' = inv(U')
 * (q - c)}.
 */
final class RoundPrior {
    private final double[] slope;
    /** Upper triangular. */
    private final double[][] root;

    private final double[] everybody;
    private final double levelPrecision;

    /**
     * @param everybody what is expected of each user before traits, level first
     * @param precision of users around what is expected of them
     * @param noise precision of a row
     */
    RoundPrior(double[] everybody, double[][] precision, double noise) {
        int dimensions = everybody.length - 1;
        levelPrecision = precision[0][0] / noise;
        slope = new double[dimensions];
        root = new double[dimensions][dimensions];
        for (int a = 0; a < dimensions; a++) {
            slope[a] = precision[0][a + 1] / precision[0][0];
            for (int b = 0; b < dimensions; b++) {
                root[a][b] = (precision[a + 1][b + 1] - slope[a] * precision[0][b + 1]) / noise;
            }
        }
        Cholesky.factor(root);
        this.everybody = trait(everybody);
    }

    /** Of everybody. */
    double level() {
        return everybody[0];
    }

    Ridge ridge() {
        return new Ridge(levelPrecision, 1);
    }

    double[] user(double[] vector) {
        double[] to = trait(vector);
        for (int a = 0; a < to.length; a++) {
            to[a] -= everybody[a];
        }
        return to;
    }

    /** What a trait adds to a user. */
    double[] trait(double[] vector) {
        double[] to = new double[vector.length];
        to[0] = vector[0];
        for (int a = 0; a < slope.length; a++) {
            to[0] += slope[a] * vector[a + 1];
            for (int b = a; b < slope.length; b++) {
                to[a + 1] += root[a][b] * vector[b + 1];
            }
        }
        return to;
    }

    double[] item(double[] vector) {
        double[] to = vector.clone();
        for (int a = 0; a < slope.length; a++) {
            double rest = vector[a + 1] - slope[a];
            for (int b = 0; b < a; b++) {
                rest -= root[b][a] * to[b + 1];
            }
            to[a + 1] = rest / root[a][a];
            to[0] += everybody[a + 1] * to[a + 1];
        }
        return to;
    }
}
