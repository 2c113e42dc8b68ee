package io.explainrec.ml.cf;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;
import java.util.Random;

/**
 * Matrix factorisation with biases for likes: {@code logit p(u, i) = b + b_u + b_i + p_u . q_i} (Koren, Bell and Volinsky, IEEE
 * Computer 2009, equation 4, under the logistic loss), by Adam (Kingma and Ba, ICLR 2015) on batches, each row paying for its own
 * parameters' squares. Who has no row contributes nothing. It does not learn after that.
 *
 * @param options of the training
 */
public record LogisticFactorisation(String name, Options options) implements Scorer {
    private static final double START = 0.05;
    private static final double DECAY_1 = 0.9;
    private static final double DECAY_2 = 0.999;
    private static final int LEAST_BATCH = 1024;
    private static final int MOST_BATCHES = 100;

    /**
     * How it is trained.
     *
     * @param ridge weight of the squares
     * @param rate Adam's step
     */
    public record Options(int dimensions, double ridge, int epochs, double rate, long seed) {}

    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Fitted fit(Interactions past) {
        Parameters parameters = new Parameters(past.users(), past.items(), options.dimensions);
        // Its algorithm is specified, so that a seed means the same on every JDK.
        Random random = new Random(options.seed);
        double[] theta = parameters.start(random, past);
        Adam adam = new Adam(theta.length);
        int n = past.size();
        // A step costs as much as there are parameters, so large data get larger batches.
        int batch = Math.max(LEAST_BATCH, n / MOST_BATCHES);
        int[] order = new int[n];
        for (int r = 0; r < n; r++) {
            order[r] = r;
        }
        double[] gradient = new double[theta.length];
        for (int epoch = 0; epoch < options.epochs; epoch++) {
            shuffle(order, random);
            for (int from = 0; from < n; from += batch) {
                int to = Math.min(from + batch, n);
                Arrays.fill(gradient, 0);
                for (int k = from; k < to; k++) {
                    parameters.addGradient(theta, past, order[k], options.ridge, 1.0 / (to - from), gradient);
                }
                adam.step(theta, gradient, options.rate);
            }
        }
        boolean[] knownUser = past.usersPresent();
        boolean[] knownItem = new boolean[past.items()];
        for (int r = 0; r < n; r++) {
            knownItem[past.item(r)] = true;
        }
        State state = (user, item) -> parameters.logit(theta, user, item, knownUser[user], knownItem[item]);
        return () -> state;
    }

    private static void shuffle(int[] order, Random random) {
        for (int k = order.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            int swap = order[k];
            order[k] = order[other];
            order[other] = swap;
        }
    }

    /** Where each parameter lies in one array: factors of users, of items, biases of users, of items, the base. */
    private record Parameters(int users, int items, int d) {
        double[] start(Random random, Interactions past) {
            double[] theta = new double[(users + items) * (d + 1) + 1];
            for (int k = 0; k < (users + items) * d; k++) {
                theta[k] = random.nextGaussian() * START;
            }
            double prior = Means.prior(past);
            theta[theta.length - 1] = Logistic.logit(prior);
            return theta;
        }

        double logit(double[] theta, int user, int item, boolean knownUser, boolean knownItem) {
            double z = theta[theta.length - 1];
            if (knownUser && knownItem) {
                for (int k = 0; k < d; k++) {
                    z += theta[user * d + k] * theta[(users + item) * d + k];
                }
            }
            z += knownUser ? theta[userBias(user)] : 0;
            return z + (knownItem ? theta[itemBias(item)] : 0);
        }

        void addGradient(double[] theta, Interactions rows, int row, double ridge, double weight, double[] gradient) {
            int user = rows.user(row);
            int item = rows.item(row);
            int p = user * d;
            int q = (users + item) * d;
            double z = logit(theta, user, item, true, true);
            double error = weight * (Logistic.sigmoid(z) - (rows.liked(row) ? 1 : 0));
            double shrink = 2 * ridge * weight;
            for (int k = 0; k < d; k++) {
                gradient[p + k] += error * theta[q + k] + shrink * theta[p + k];
                gradient[q + k] += error * theta[p + k] + shrink * theta[q + k];
            }
            gradient[userBias(user)] += error + shrink * theta[userBias(user)];
            gradient[itemBias(item)] += error + shrink * theta[itemBias(item)];
            gradient[theta.length - 1] += error;
        }

        private int userBias(int user) {
            return (users + items) * d + user;
        }

        private int itemBias(int item) {
            return (users + items) * d + users + item;
        }
    }

    /** Adam's running moments. */
    private static final class Adam {
        private final double[] first;
        private final double[] second;
        private int steps;

        Adam(int parameters) {
            first = new double[parameters];
            second = new double[parameters];
        }

        void step(double[] theta, double[] gradient, double rate) {
            steps++;
            double scale1 = 1 / (1 - Math.pow(DECAY_1, steps));
            double scale2 = 1 / (1 - Math.pow(DECAY_2, steps));
            for (int k = 0; k < theta.length; k++) {
                first[k] = DECAY_1 * first[k] + (1 - DECAY_1) * gradient[k];
                second[k] = DECAY_2 * second[k] + (1 - DECAY_2) * gradient[k] * gradient[k];
                theta[k] -= rate * first[k] * scale1 / (Math.sqrt(second[k] * scale2) + 1e-8);
            }
        }
    }
}
