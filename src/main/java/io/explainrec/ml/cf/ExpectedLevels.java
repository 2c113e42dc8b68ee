package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Levels of items, drawn to what their attributes and descriptions lead to expect: {@code r = mu + b_u + b_i}, and b_i is the sum of a
 * level for each of the item's attributes, of {@code x_i . c} for its description's vector less the mean of all, and of the item's own.
 * So something is expected of an item that nobody graded yet. All squares cost; each part in its turn is a ridge regression given the
 * others: block coordinate descent, no step size.
 */
public final class ExpectedLevels {
    /**
     * What squares cost.
     *
     * @param user of a user's level
     * @param attribute of an attribute's
     * @param description of c
     * @param own of an item's own
     * @param sweeps over all parts
     */
    public record Options(double user, double attribute, double description, double own, int sweeps) {}

    private final Options options;
    private final Interactions past;
    /** Items by attribute. */
    private final Order.Groups members;

    private final Description description;
    private final double[] perUser;
    private final double[] perItem;
    private final double[] ofUser;
    private final double[] ofAttribute;
    private final double[] own;
    /** By item, what its attributes and its description are expected to give, and what is left for its own. */
    private final double[] byAttributes;

    private double[] byDescription;

    private ExpectedLevels(Interactions past, Traits attributes, float[][] vectors, Options options) {
        this.options = options;
        this.past = past;
        perUser = new double[past.users()];
        perItem = new double[past.items()];
        for (int r = 0; r < past.size(); r++) {
            perUser[past.user(r)]++;
            perItem[past.item(r)]++;
        }
        members = attributes.members();
        description = vectors == null ? null : new Description(vectors, perItem, options.description);
        ofUser = new double[perUser.length];
        ofAttribute = new double[attributes.count()];
        own = new double[perItem.length];
        byAttributes = new double[perItem.length];
        byDescription = new double[perItem.length];
    }

    /**
     * Learns from targets of rows.
     *
     * @param target by row
     * @param vectors of descriptions, by item, null where one has none; null where there are none at all
     * @return the level of each item
     */
    public static double[] of(
            Interactions past, double[] target, Traits attributes, float[][] vectors, Options options) {
        double mean = Arrays.stream(target).average().orElse(0);
        double[] rest = Arrays.stream(target).map(r -> r - mean).toArray();
        ExpectedLevels levels = new ExpectedLevels(past, attributes, vectors, options);
        for (int sweep = 0; sweep < options.sweeps; sweep++) {
            levels.sweep(rest);
        }
        double[] all = new double[past.items()];
        Arrays.setAll(all, levels::level);
        return all;
    }

    private double level(int item) {
        return byAttributes[item] + byDescription[item] + own[item];
    }

    private void sweep(double[] rest) {
        Arrays.fill(ofUser, 0);
        for (int r = 0; r < rest.length; r++) {
            ofUser[past.user(r)] += rest[r] - level(past.item(r));
        }
        Arrays.setAll(ofUser, u -> ofUser[u] / (perUser[u] + options.user));
        double[] sums = new double[perItem.length];
        for (int r = 0; r < rest.length; r++) {
            sums[past.item(r)] += rest[r] - ofUser[past.user(r)];
        }
        attributes(sums);
        if (description != null) {
            double[] left = new double[sums.length];
            Arrays.setAll(left, i -> sums[i] - perItem[i] * (byAttributes[i] + own[i]));
            byDescription = description.levels(left);
        }
        Arrays.setAll(
                own, i -> (sums[i] - perItem[i] * (byAttributes[i] + byDescription[i])) / (perItem[i] + options.own));
    }

    /**
     * One attribute after another, given the others.
     *
     * @param sums by item, of what users' levels leave
     */
    private void attributes(double[] sums) {
        for (int a = 0; a < ofAttribute.length; a++) {
            double before = ofAttribute[a];
            double left = 0;
            double count = 0;
            for (int m = members.start()[a]; m < members.start()[a + 1]; m++) {
                int i = members.positions()[m];
                left += sums[i] - perItem[i] * (level(i) - before);
                count += perItem[i];
            }
            ofAttribute[a] = left / (count + options.attribute);
            for (int m = members.start()[a]; m < members.start()[a + 1]; m++) {
                byAttributes[members.positions()[m]] += ofAttribute[a] - before;
            }
        }
    }

    /** The regression on descriptions; its matrix is the same in all sweeps. */
    private static final class Description {
        private final float[][] vectors;
        private final double[] mean;
        private final double[][] factor;

        /**
         * @param weight of each item: how often it was graded
         */
        Description(float[][] vectors, double[] weight, double ridge) {
            this.vectors = vectors;
            mean = mean(vectors);
            factor = new double[mean.length][mean.length];
            double[] centred = new double[mean.length];
            for (int i = 0; i < vectors.length; i++) {
                if (vectors[i] != null && weight[i] > 0) {
                    for (int k = 0; k < centred.length; k++) {
                        centred[k] = vectors[i][k] - mean[k];
                    }
                    Cholesky.addSquare(factor, centred, weight[i]);
                }
            }
            for (int k = 0; k < mean.length; k++) {
                factor[k][k] += ridge;
            }
            Cholesky.factor(factor);
        }

        private static double[] mean(float[][] vectors) {
            List<float[]> all = Arrays.stream(vectors).filter(Objects::nonNull).toList();
            double[] mean = new double[all.isEmpty() ? 0 : all.getFirst().length];
            for (float[] x : all) {
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += x[k] / (double) all.size();
                }
            }
            return mean;
        }

        /** What descriptions give of sums that the other parts leave, by item. */
        double[] levels(double[] left) {
            double[] c = new double[mean.length];
            for (int i = 0; i < left.length; i++) {
                for (int k = 0; k < c.length && vectors[i] != null && left[i] != 0; k++) {
                    c[k] += left[i] * (vectors[i][k] - mean[k]);
                }
            }
            Cholesky.solve(factor, c);
            double[] levels = new double[left.length];
            for (int i = 0; i < levels.length; i++) {
                for (int k = 0; k < c.length && vectors[i] != null; k++) {
                    levels[i] += c[k] * (vectors[i][k] - mean[k]);
                }
            }
            return levels;
        }
    }
}
