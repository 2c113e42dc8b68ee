package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import java.util.Arrays;
import java.util.Random;

/**
 * Biased factors with what is known of both sides: {@code r = mu + b_u + b_i + p_u . q_i}, where {@code (b_u, p_u)} is the sum of a
 * vector for each trait of the user (age band, gender, occupation) and one of the user's own, and {@code (b_i, q_i)} the same of the
 * item's attributes. So those of whom only traits are known have a direction too (factorisation machines, Rendle, ICDM 2010, with
 * products across the two sides alone). Each vector in its turn is one small ridge regression on the rows that it takes part in,
 * given all others: block coordinate descent, no step size. Users and items are solved last on their side.
 */
public final class HybridFactors {
    private final Options options;
    private final double mean;
    private final double[][] users;
    private final double[][] items;
    private final double[][] traitVectors;

    /**
     * How it is solved.
     *
     * @param dimensions of the factors; 0 leaves levels alone
     * @param sweeps over both sides
     */
    public record Options(
            int dimensions, Ridge user, Ridge trait, Ridge item, Ridge attribute, int sweeps, long seed) {}

    /** What squares cost: of levels, and of factors. */
    public record Ridge(double level, double factors) {}

    /**
     * The traits of each of one side, numbered from 0.
     *
     * @param of by user or item, the numbers of its traits, each once
     * @param count of all traits
     */
    public record Traits(int[][] of, int count) {
        /** Nothing is known of them. */
        public static Traits none(int count) {
            return new Traits(new int[count][0], 0);
        }

        /** Who has each trait. */
        Order.Groups members() {
            int n = Arrays.stream(of).mapToInt(own -> own.length).sum();
            int[] trait = new int[n];
            int[] member = new int[n];
            int at = 0;
            for (int k = 0; k < of.length; k++) {
                for (int t : of[k]) {
                    trait[at] = t;
                    member[at++] = k;
                }
            }
            Order.Groups grouped = Order.grouped(n, count, k -> trait[k]);
            int[] positions =
                    Arrays.stream(grouped.positions()).map(k -> member[k]).toArray();
            return new Order.Groups(positions, grouped.start());
        }
    }

    private HybridFactors(Options options, double mean, double[][] users, double[][] items, double[][] traitVectors) {
        this.options = options;
        this.mean = mean;
        this.users = users;
        this.items = items;
        this.traitVectors = traitVectors;
    }

    /**
     * Learns from targets of rows.
     *
     * @param target by row
     */
    public static HybridFactors fit(
            Interactions past, double[] target, Traits userTraits, Traits itemTraits, Options options) {
        int width = options.dimensions + 1;
        double mean = Arrays.stream(target).average().orElse(0);
        double[] residual = Arrays.stream(target).map(r -> r - mean).toArray();
        int[] user = new int[past.size()];
        int[] item = new int[past.size()];
        for (int r = 0; r < user.length; r++) {
            user[r] = past.user(r);
            item[r] = past.item(r);
        }
        Side users = new Side(user, past.users(), userTraits, width, options.user, options.trait);
        Side items = new Side(item, past.items(), itemTraits, width, options.item, options.attribute);
        Random random = new Random(options.seed);
        for (int i = 0; i < past.items(); i++) {
            for (int k = 1; k < width; k++) {
                items.total[i][k] = items.own[i][k] = START * random.nextGaussian();
            }
        }
        for (int sweep = 0; sweep < options.sweeps; sweep++) {
            users.solve(items, residual);
            items.solve(users, residual);
        }
        return new HybridFactors(options, mean, users.total, items.total, users.traitVectors);
    }

    private static final double START = 0.1;

    /** Mean of the targets. */
    public double mean() {
        return mean;
    }

    /** By item, its level, then its factors, whatever of both attributes and own rows give. */
    public double[][] items() {
        return items;
    }

    /** By user, its level, then its factors. */
    public double[][] users() {
        return users;
    }

    /** By trait of users, its level, then its factors. */
    public double[][] traits() {
        return traitVectors;
    }

    public Options options() {
        return options;
    }

    /** One side: a vector for each of it, one for each trait, and their sums. */
    private static final class Side {
        private final int[] of;
        private final Traits traits;
        private final Order.Groups rows;
        private final Order.Groups members;
        private final double[][] own;
        private final double[][] traitVectors;
        private final double[][] total;
        private final Ridge ownRidge;
        private final Ridge traitRidge;
        private final RidgeRegression regression;

        Side(int[] of, int count, Traits traits, int width, Ridge ownRidge, Ridge traitRidge) {
            this.of = of;
            this.traits = traits;
            rows = Order.grouped(of.length, count, r -> of[r]);
            members = traits.members();
            own = new double[count][width];
            total = new double[count][width];
            traitVectors = new double[traits.count][width];
            this.ownRidge = ownRidge;
            this.traitRidge = traitRidge;
            regression = new RidgeRegression(width);
        }

        void solve(Side other, double[] residual) {
            for (int t = 0; t < traits.count; t++) {
                solveTrait(t, other, residual);
            }
            for (int k = 0; k < own.length; k++) {
                double[] before = own[k].clone();
                regression.clear(ownRidge);
                addRows(k, before, other, residual);
                regression.solve(own[k]);
                shift(total[k], own[k], before);
            }
        }

        private void solveTrait(int trait, Side other, double[] residual) {
            double[] vector = traitVectors[trait];
            double[] before = vector.clone();
            regression.clear(traitRidge);
            for (int m = members.start()[trait]; m < members.start()[trait + 1]; m++) {
                addRows(members.positions()[m], before, other, residual);
            }
            regression.solve(vector);
            for (int m = members.start()[trait]; m < members.start()[trait + 1]; m++) {
                shift(total[members.positions()[m]], vector, before);
            }
        }

        /** The rows of one member, with what all vectors but this one say taken off. */
        private void addRows(int member, double[] without, Side other, double[] residual) {
            double[] mine = total[member];
            for (int k = rows.start()[member]; k < rows.start()[member + 1]; k++) {
                int r = rows.positions()[k];
                double[] x = other.total[other.of[r]];
                double rest = residual[r] - x[0] - (mine[0] - without[0]);
                for (int a = 1; a < x.length; a++) {
                    rest -= (mine[a] - without[a]) * x[a];
                }
                regression.add(x, rest);
            }
        }

        private static void shift(double[] total, double[] now, double[] before) {
            for (int a = 0; a < total.length; a++) {
                total[a] += now[a] - before[a];
            }
        }
    }
}
