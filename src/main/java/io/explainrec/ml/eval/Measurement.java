package io.explainrec.ml.eval;

/**
 * One figure of a report.
 *
 * @param protocol what was known when rows were scored: frozen, online, cold, cold-asked, new-items, new-items-asked, segments, rolling,
 *     rolling-cold, rolling-new-items, folds, cross-domain, lines
 * @param part which rows, or after how many events
 * @param scorer whose; of a paired difference, {@code one-vs-other}
 * @param metric auc, uauc, ndcg10, hr10, rmse, mae, ece, item-correlation, user-correlation
 */
public record Measurement(String protocol, String part, String scorer, String metric, Interval interval) {
    /** What is between the names of two scorers whose difference a measurement is of. */
    public static final String VERSUS = "-vs-";

    /** The name of one scorer less another. */
    public static String difference(String one, String other) {
        return one + VERSUS + other;
    }

    /** {@code protocol.part.scorer.metric}. */
    public String name() {
        return protocol + "." + part + "." + scorer + "." + metric;
    }
}
