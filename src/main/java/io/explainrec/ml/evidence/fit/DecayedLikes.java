package io.explainrec.ml.evidence.fit;

/** Likes of items and of groups of items, each counted {@code 2^-(age / half-life)}, running. */
final class DecayedLikes {
    /** Half-lives after which what was counted is scaled anew, so that no number grows too large. */
    private static final double MOST_HALF_LIVES = 500;

    private final double halfLifeSeconds;
    private final int[] groupOf;
    /** As they would be at the second that they are scaled to. */
    private final double[] ofItems;

    private final double[] ofGroups;
    private long scaledTo;

    /**
     * @param groupOf by item, the number of its group
     * @param from the first second
     */
    DecayedLikes(double halfLifeSeconds, int[] groupOf, int groups, long from) {
        scaledTo = from;
        this.halfLifeSeconds = halfLifeSeconds;
        this.groupOf = groupOf;
        ofItems = new double[groupOf.length];
        ofGroups = new double[groups];
    }

    /** Counts a like; its second is not before that of the one before. */
    void count(int item, long second) {
        if ((second - scaledTo) / halfLifeSeconds > MOST_HALF_LIVES) {
            scale(left(second));
            scaledTo = second;
        }
        double weight = 1 / left(second);
        ofItems[item] += weight;
        ofGroups[groupOf[item]] += weight;
    }

    private void scale(double factor) {
        for (double[] counts : new double[][] {ofItems, ofGroups}) {
            for (int k = 0; k < counts.length; k++) {
                counts[k] *= factor;
            }
        }
    }

    /** What is left, at a second, of one that was counted when they were scaled. */
    double left(long second) {
        return Math.pow(2, (scaledTo - second) / halfLifeSeconds);
    }

    double ofItem(int item) {
        return ofItems[item];
    }

    double ofGroup(int group) {
        return ofGroups[group];
    }
}
