package io.explainrec.evaluation.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a metric is called and means. One that nobody described here is shown under its own name.
 *
 * @param name in the report
 * @param label for people
 * @param lowerIsBetter whether it counts errors
 */
record Metric(String name, String label, boolean lowerIsBetter, String definition) {
    private static final Map<String, Metric> KNOWN = known(
            new Metric(
                    "uauc",
                    "UAUC",
                    false,
                    "The mean of each user's own AUC, over users with likes and dislikes: how well one person's likes stand above"
                            + " that person's dislikes. 0.5 is chance, 1 perfect. Decides, since knowing who likes much does not help it."),
            new Metric(
                    "auc",
                    "AUC",
                    false,
                    "Probability that a random liked row is scored above a random disliked one, over all rows pooled; ties count half."
                            + " 0.5 is chance. Who likes much and what is liked by all lift it, without any taste being known."),
            new Metric(
                    "ece",
                    "ECE",
                    true,
                    "Expected calibration error: rows in ten bins of stated probability, and the mean distance between what was stated"
                            + " and the share that was liked, weighted by rows. 0 is perfect. Resamples of users are noisier than"
                            + " the data, so the interval can lie above the figure."),
            new Metric(
                    "rmse",
                    "RMSE",
                    true,
                    "Root of the mean squared distance between predicted and given rating, in the data's own stars."),
            new Metric(
                    "mae", "MAE", true, "Mean distance between predicted and given rating, in the data's own stars."),
            new Metric(
                    "item-correlation",
                    "Item correlation",
                    false,
                    "Rank correlation, over rows, of the score with the share of likes that the row's item had before: near 1, it repeats"
                            + " what everybody likes."),
            new Metric(
                    "user-correlation",
                    "User correlation",
                    false,
                    "Rank correlation, over rows, of the score with the share of likes that the row's user gave before: near 1, it repeats"
                            + " who likes much."));

    private static final List<String> PLOTTED = List.of("uauc", "auc");

    private static Map<String, Metric> known(Metric... metrics) {
        Map<String, Metric> byName = new TreeMap<>();
        for (Metric metric : metrics) {
            byName.put(metric.name, metric);
        }
        return byName;
    }

    static Metric of(String name) {
        if (name.matches("(ndcg|hr)\\d+")) {
            String k = name.replaceFirst("\\D+", "");
            return name.startsWith("hr")
                    ? new Metric(
                            name,
                            "HR@" + k,
                            false,
                            "Hit rate: the share of users with at least one liked item among the first " + k
                                    + " of their list.")
                    : new Metric(
                            name,
                            "NDCG@" + k,
                            false,
                            "Normalised discounted cumulative gain: liked items among the first " + k
                                    + " of a user's list of all items"
                                    + " of a domain that are not known to the user, each worth 1 / log2(rank + 1), divided by that of the best order; mean over"
                                    + " users. 0 is none, 1 perfect; ties are worth the mean over their orders.");
        }
        return KNOWN.getOrDefault(name, new Metric(name, name, false, null));
    }

    /** Whether its scorers are worth a drawing, first those that decide. */
    static List<String> plotted(Iterable<String> names) {
        List<String> chosen = new ArrayList<>();
        for (String name : names) {
            if (PLOTTED.contains(name) || name.startsWith("ndcg")) {
                chosen.add(name);
            }
        }
        chosen.sort(Comparator.comparingInt(name -> PLOTTED.contains(name) ? PLOTTED.indexOf(name) : PLOTTED.size()));
        return chosen;
    }

    /** Whether 0.5 is what chance gives. */
    boolean halfIsChance() {
        return PLOTTED.contains(name);
    }

    /** The label with its unit, for an axis. */
    String axis() {
        return label + (lowerIsBetter ? ", lower is better" : " (0 to 1, higher is better)");
    }
}
