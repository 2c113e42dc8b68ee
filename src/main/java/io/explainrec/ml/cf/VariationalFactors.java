package io.explainrec.ml.cf;

import io.explainrec.ml.cf.RidgeRegression.Ridge;
import io.explainrec.ml.eval.Interactions;
import java.util.Arrays;
import java.util.Random;

/**
 * Biased factors of which not one point is learned but a distribution: {@code r = mu + b_u + b_i + p_u . q_i} plus noise, where {@code
 * (b_u, p_u)} is normal around the sum of a vector for everybody and one for each trait of the user (age band, gender, occupation), and
 * {@code (b_i, q_i)} likewise around those of the item's attributes, with a full covariance for each side (Salakhutdinov and Mnih, ICML 2008;
 * with what is known of both sides, Simm and others, MLSP 2017). Where these draw samples, the posterior is taken here as normal and
 * independent between users and items (variational Bayes, Lim and Teh, KDD Cup 2007, section 3). How far both sides vary, and the noise, is
 * learned with the rest: those of whom little is known are drawn to their like, factors that the data does not speak for get small, and no
 * penalty is tuned to one shop.
 */
public final class VariationalFactors {
    /** Of the root of the targets' variance: by how much items' factors differ before the first sweep. */
    private static final double START = 0.25;

    /**
     * Of the targets' variance: the noise of the first sweep. Were it all of it, few rows would be explained by noise alone before
     * either side has a direction, and would stay so.
     */
    private static final double FIRST_NOISE = 0.25;

    /** Of the targets' variance, added to the noise: where made rows leave none, its precision would grow without an end. */
    private static final double LEAST_NOISE = 0.01;

    /** Where all targets are equal. */
    private static final double LEAST_VARIANCE = 1e-6;

    private final double mean;
    private final Ridge prior;
    private final double[][] users;
    private final double[][] items;
    private final double[][] traits;

    /**
     * How it is solved.
     *
     * @param dimensions of the factors; 0 leaves levels alone
     * @param sweeps over both sides
     * @param seed of where items' factors begin
     */
    public record Options(int dimensions, int sweeps, long seed) {}

    private VariationalFactors(double mean, Ridge prior, double[][] users, double[][] items, double[][] traits) {
        this.mean = mean;
        this.prior = prior;
        this.users = users;
        this.items = items;
        this.traits = traits;
    }

    /**
     * Learns from targets of rows.
     *
     * @param target by row
     * @param userTraits of all of the rows' users, by number
     * @param itemTraits of all of the rows' items, by number
     */
    public static VariationalFactors fit(
            Interactions past, double[] target, Traits userTraits, Traits itemTraits, Options options) {
        int width = options.dimensions + 1;
        double mean = Arrays.stream(target).average().orElse(0);
        double[] rest = Arrays.stream(target).map(r -> r - mean).toArray();
        double variance = Math.max(Arrays.stream(rest).map(r -> r * r).average().orElse(0), LEAST_VARIANCE);
        int[] user = new int[past.size()];
        int[] item = new int[past.size()];
        for (int r = 0; r < user.length; r++) {
            user[r] = past.user(r);
            item[r] = past.item(r);
        }
        PosteriorSide users = new PosteriorSide(user, past.users(), userTraits, width, variance);
        PosteriorSide items = new PosteriorSide(item, past.items(), itemTraits, width, variance);
        items.scatter(new Random(options.seed), START * Math.sqrt(variance));
        double precision = 1 / (FIRST_NOISE * variance);
        for (int sweep = 0; sweep < options.sweeps; sweep++) {
            users.solve(items, rest, precision);
            users.learnPrior();
            items.solve(users, rest, precision);
            items.learnPrior();
            precision = 1 / (users.expectedSquares(items, rest) / Math.max(1, rest.length) + LEAST_NOISE * variance);
        }
        return round(mean, precision, users, items);
    }

    /** In coordinates in which a user of whom nothing is known has no direction, and all directions are alike likely. */
    private static VariationalFactors round(double mean, double precision, PosteriorSide users, PosteriorSide items) {
        RoundPrior round = new RoundPrior(users.everybody(), users.precision(), precision);
        return new VariationalFactors(
                mean + round.level(),
                round.ridge(),
                Arrays.stream(users.mean()).map(round::user).toArray(double[][]::new),
                Arrays.stream(items.mean()).map(round::item).toArray(double[][]::new),
                Arrays.stream(users.traitVectors()).map(round::trait).toArray(double[][]::new));
    }

    /** What is expected of a user of whom nothing is known and an item of level 0. */
    public double mean() {
        return mean;
    }

    /**
     * What a user's vector less those of the traits costs, in squares, where the error of a row costs 1. A ridge regression with it folds a
     * user in: the posterior where items' vectors are as they are, which makes a little more of items that few have graded.
     */
    public Ridge prior() {
        return prior;
    }

    /** By item, its level, then its factors: what everybody, attributes and own rows give. */
    public double[][] items() {
        return items;
    }

    /** By user, level and factors less everybody's, which are part of the mean and of items' levels. */
    public double[][] users() {
        return users;
    }

    /** By trait of users, what it adds to level and factors. */
    public double[][] traits() {
        return traits;
    }
}
