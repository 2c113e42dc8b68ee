package io.explainrec.ml.eval;

/**
 * Area under the ROC curve over all rows: the share of pairs of a like and a dislike that the scores put right, a tie counting one
 * half (Mann and Whitney 1947, with midranks). Sorting is done once, so that a resample costs one pass over the rows.
 */
public final class PooledAuc implements UserStatistic {
    private final int[] user;
    private final boolean[] liked;
    /** Whether a row's score is the same as that of the row before it. */
    private final boolean[] tied;

    private final int users;

    public PooledAuc(Interactions rows, double[] scores) {
        int[] order = Order.ascending(scores);
        int n = order.length;
        user = new int[n];
        liked = new boolean[n];
        tied = new boolean[n];
        boolean[] likes = new boolean[rows.users()];
        boolean[] dislikes = new boolean[rows.users()];
        for (int k = 0; k < n; k++) {
            user[k] = rows.user(order[k]);
            liked[k] = rows.liked(order[k]);
            tied[k] = k > 0 && scores[order[k]] == scores[order[k - 1]];
            (liked[k] ? likes : dislikes)[user[k]] = true;
        }
        users = Math.min(Interactions.rows(likes).length, Interactions.rows(dislikes).length);
    }

    @Override
    public double over(int[] drawn) {
        long halfPairs = 0;
        long likes = 0;
        long dislikesBelow = 0;
        long likesHere = 0;
        long dislikesHere = 0;
        for (int k = 0; k < user.length; k++) {
            if (!tied[k]) {
                halfPairs += likesHere * (2 * dislikesBelow + dislikesHere);
                likes += likesHere;
                dislikesBelow += dislikesHere;
                likesHere = 0;
                dislikesHere = 0;
            }
            if (liked[k]) {
                likesHere += drawn[user[k]];
            } else {
                dislikesHere += drawn[user[k]];
            }
        }
        halfPairs += likesHere * (2 * dislikesBelow + dislikesHere);
        likes += likesHere;
        dislikesBelow += dislikesHere;
        return likes == 0 || dislikesBelow == 0 ? Double.NaN : halfPairs / (2.0 * likes * dislikesBelow);
    }

    /** How many users have likes, or dislikes where those are fewer. */
    @Override
    public int users() {
        return users;
    }

    /** The AUC where each row counts once; NaN where there is one class alone. */
    public static double of(Interactions rows, double[] scores) {
        return new PooledAuc(rows, scores).once(rows.users());
    }
}
