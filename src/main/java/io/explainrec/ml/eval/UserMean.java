package io.explainrec.ml.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A ratio of sums over users, as a mean of one value per user, or of one value per row: {@code sum of drawn * sum[u] / sum of drawn
 * * count[u]}. What a user contributes is computed once.
 *
 * @param sum by user
 * @param count by user; 0 where the user has nothing to say
 */
public record UserMean(double[] sum, double[] count) implements UserStatistic {
    @Override
    public double over(int[] drawn) {
        return over(drawn, counted());
    }

    private double over(int[] drawn, int[] of) {
        double total = 0;
        double weight = 0;
        for (int u : of) {
            total += drawn[u] * sum[u];
            weight += drawn[u] * count[u];
        }
        return weight == 0 ? Double.NaN : total / weight;
    }

    /** Those who have something to say. */
    private int[] counted() {
        return IntStream.range(0, count.length).filter(u -> count[u] > 0).toArray();
    }

    /** The same figure over those alone who have something to say, which is faster where they are few. */
    UserStatistic packed() {
        int[] counted = counted();
        return UserStatistic.of(counted.length, drawn -> over(drawn, counted));
    }

    /** How many users have something to say. */
    @Override
    public int users() {
        return counted().length;
    }

    /** Of these users alone. */
    public UserMean only(boolean[] kept) {
        UserMean part = new UserMean(sum.clone(), count.clone());
        for (int u = 0; u < kept.length; u++) {
            if (!kept[u]) {
                part.sum[u] = 0;
                part.count[u] = 0;
            }
        }
        return part;
    }

    /** Several taken as one, as of several cuts. */
    public static UserMean pooled(List<UserMean> parts) {
        int n = parts.getFirst().sum.length;
        UserMean pool = new UserMean(new double[n], new double[n]);
        for (UserMean part : parts) {
            for (int u = 0; u < n; u++) {
                pool.sum[u] += part.sum[u];
                pool.count[u] += part.count[u];
            }
        }
        return pool;
    }

    /** UAUC: the mean of the AUC within a user, over users with both labels. */
    public static UserMean auc(Interactions rows, double[] scores) {
        int users = rows.users();
        double[] sum = new double[users];
        double[] count = new double[users];
        int[] order = Order.ascending(scores);
        // Kept in order of score within each user, since the sort by user is stable.
        Order.Groups byUser = Order.grouped(order.length, users, k -> rows.user(order[k]));
        for (int u = 0; u < users; u++) {
            double auc = aucOf(rows, scores, order, byUser, u);
            if (!Double.isNaN(auc)) {
                sum[u] = auc;
                count[u] = 1;
            }
        }
        return new UserMean(sum, count);
    }

    private static double aucOf(Interactions rows, double[] scores, int[] order, Order.Groups byUser, int user) {
        long halfPairs = 0;
        long likes = 0;
        long dislikes = 0;
        int end = byUser.start()[user + 1];
        for (int k = byUser.start()[user]; k < end; ) {
            double score = scores[order[byUser.positions()[k]]];
            long likesHere = 0;
            long dislikesHere = 0;
            do {
                if (rows.liked(order[byUser.positions()[k]])) {
                    likesHere++;
                } else {
                    dislikesHere++;
                }
                k++;
            } while (k < end && scores[order[byUser.positions()[k]]] == score);
            halfPairs += likesHere * (2 * dislikes + dislikesHere);
            likes += likesHere;
            dislikes += dislikesHere;
        }
        return likes == 0 || dislikes == 0 ? Double.NaN : halfPairs / (2.0 * likes * dislikes);
    }

    /** MAE: the mean distance of scores from ratings, over rows that have one. */
    public static UserMean absoluteError(Interactions rows, double[] scores) {
        return errors(rows, scores, false);
    }

    /** The mean squared distance of scores from ratings; its root is the RMSE. */
    public static UserMean squaredError(Interactions rows, double[] scores) {
        return errors(rows, scores, true);
    }

    /** The root of the mean: RMSE of {@link #squaredError}. */
    public UserStatistic root() {
        UserStatistic packed = packed();
        return UserStatistic.of(packed.users(), drawn -> Math.sqrt(packed.over(drawn)));
    }

    private static UserMean errors(Interactions rows, double[] scores, boolean squared) {
        UserMean mean = new UserMean(new double[rows.users()], new double[rows.users()]);
        for (int r = 0; r < scores.length; r++) {
            double error = Math.abs(scores[r] - rows.rating(r));
            if (!Double.isNaN(error)) {
                mean.sum[rows.user(r)] += squared ? error * error : error;
                mean.count[rows.user(r)]++;
            }
        }
        return mean;
    }
}
