package io.explainrec.ml.evidence;

/**
 * People alike in age, gender and occupation: everybody's opinion of an item counts by the likeness of the one who has it, see {@link
 * Person#likeness} (kernel regression, Nadaraya 1964, over people and, by similarity, over items).
 */
final class People {
    /** Opinions of someone exactly alike that "as usual" counts for. */
    private static final double PRIOR = 6;
    /** What an opinion of a similar item counts for, times the similarity, against one of the item itself. */
    private static final double SIMILAR_ITEMS = 10;
    /** Likes that everybody's shares count for in the shares of people alike. */
    private static final double POPULARITY_PRIOR = 500;

    private final Learned learned;
    private final LearnedTables tables;
    /** By number of people; null where nothing is known of the user. */
    private final double[] likeness;

    private final double likes;
    /** By item; null where nobody asked yet, and where nothing is known of the user. */
    private final double[][] opinions;

    People(Learned learned, Person person) {
        this.learned = learned;
        tables = learned.tables();
        likeness = person.unknown() ? null : learned.likeness(person);
        opinions = likeness == null ? null : new double[tables.items().size()][];
        double sum = 0;
        for (int k = 0; likeness != null && k < likeness.length; k++) {
            sum += likeness[k] * learned.likesOfPeople(k);
        }
        likes = sum;
    }

    /** Weighted sums of residuals, verdicts and likes. */
    private double[] weighed(int item) {
        if (opinions[item] == null) {
            double[] sums = new double[3];
            int[] spoke = tables.spoke()[item];
            for (int k = 0; k < spoke.length; k++) {
                double w = likeness[spoke[k]];
                sums[0] += w * tables.residuals()[item][k];
                sums[1] += w * tables.counts()[item][k];
                sums[2] += w * tables.likes()[item][k];
            }
            opinions[item] = sums;
        }
        return opinions[item];
    }

    /** What they thought of it, in grades above what is usual; NaN where nobody alike spoke. */
    double opinion(int item) {
        if (likeness == null) {
            return Double.NaN;
        }
        double[] own = weighed(item);
        double sum = own[0];
        double weight = own[1];
        for (int k = 0; k < tables.similar()[item].length; k++) {
            double[] other = weighed(tables.similar()[item][k]);
            double similar = SIMILAR_ITEMS * tables.similarity()[item][k];
            sum += similar * other[0];
            weight += similar * other[1];
        }
        return weight == 0 ? Double.NaN : sum / (weight + PRIOR);
    }

    /** Log of their share of likes that is the item's, against everybody's; NaN where nothing is known of the user. */
    double lift(int item) {
        if (likeness == null || likes == 0) {
            return Double.NaN;
        }
        double share = learned.shareOfLikes(item);
        double expected = (likes + POPULARITY_PRIOR) * share;
        return Math.log((weighed(item)[2] + POPULARITY_PRIOR * share) / expected);
    }
}
