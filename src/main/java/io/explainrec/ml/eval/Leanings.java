package io.explainrec.ml.eval;

import java.util.List;

/**
 * What scores lean on: their rank correlation with the item's share of likes in the past, and with the user's. Something that
 * follows the user's share alone does not look at the item, however good its pooled AUC.
 */
final class Leanings {
    private final double[] ofItem;
    private final double[] ofUser;

    Leanings(Interactions past, Interactions rows) {
        double[][] items = new double[2][past.items()];
        double[][] users = new double[2][past.users()];
        for (int r = 0; r < past.size(); r++) {
            int like = past.liked(r) ? 1 : 0;
            items[0][past.item(r)] += like;
            items[1][past.item(r)]++;
            users[0][past.user(r)] += like;
            users[1][past.user(r)]++;
        }
        ofItem = new double[rows.size()];
        ofUser = new double[rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            ofItem[r] = share(items, rows.item(r));
            ofUser[r] = share(users, rows.user(r));
        }
    }

    private static double share(double[][] tallies, int k) {
        return (tallies[0][k] + 1) / (tallies[1][k] + 2);
    }

    List<Measurement> measure(String protocol, String part, String scorer, double[] scores) {
        return List.of(
                correlation(protocol, part, scorer, "item-correlation", scores, ofItem),
                correlation(protocol, part, scorer, "user-correlation", scores, ofUser));
    }

    private static Measurement correlation(
            String protocol, String part, String scorer, String metric, double[] scores, double[] shares) {
        double value = RankCorrelation.of(scores, shares);
        return new Measurement(protocol, part, scorer, metric, new Interval(Double.NaN, value, Double.NaN));
    }
}
