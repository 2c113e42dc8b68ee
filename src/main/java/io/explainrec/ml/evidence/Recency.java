package io.explainrec.ml.evidence;

/**
 * How fast what is popular changes: recent popularity is {@code ln(1 + n / smoothing)}, {@code n} being the likes of an item, each counted
 * {@code 2^-(age / half-life)}. With weight 1 in a ranking, the chance of being liked next is then {@code n + smoothing}, in proportion.
 *
 * @param halfLifeSeconds after which a like counts half, at least 1
 * @param smoothing likes that an item without any counts for, at least 1e-6; where it is far more than any item has, all are as likely
 */
public record Recency(double halfLifeSeconds, double smoothing) {
    /** Of the stated weights, and of artefacts from before it was learned. */
    public static final Recency STATED = new Recency(14 * 86_400, 1);

    /** Half-lives after which an item's being new has fallen to 1/e. */
    private static final double NEW = 1.5;

    /** What is left of a like's weight after so many seconds. */
    double left(long seconds) {
        return Math.exp(-Math.log(2) * halfLives(seconds));
    }

    double halfLives(long seconds) {
        return seconds / halfLifeSeconds;
    }

    /** What a decayed count says. */
    double popularity(double count) {
        return Math.log1p(count / smoothing);
    }

    /** How new an item is whose first verdict is so many seconds old: 1 at first, then less. */
    double newness(long seconds) {
        return Math.exp(-seconds / (NEW * halfLifeSeconds));
    }
}
