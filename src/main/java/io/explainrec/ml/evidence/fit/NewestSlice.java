package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.PooledAuc;
import io.explainrec.ml.eval.UserMean;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How well a like head does on rows that it was not fitted on, beside what a shop has without it: the items' levels, which is what they were
 * graded on average.
 */
final class NewestSlice {
    private final List<Row> rows;
    private final Interactions labels;

    /**
     * @param slice the rows with the history as it is are taken
     */
    NewestSlice(List<Row> slice) {
        rows = slice.stream().filter(Row::asItIs).toList();
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            builder.add(Integer.toString(row.user()), Integer.toString(r), row.liked(), Float.NaN, null);
        }
        labels = builder.build();
    }

    /**
     * Rows, users with both verdicts, and of the head and the items' levels AUC and UAUC, by name; of the head also its mean loss in nats. What
     * cannot be said, as where there is one verdict alone, is left out.
     */
    Map<String, Double> figures(LeveledHead head) {
        Map<String, Double> figures = new TreeMap<>();
        double[] logits =
                scores(row -> head.at(row.events()).logit(row.base() + head.intercept(row.events()), row.values()));
        put(figures, "newest.rows", rows.size());
        UserMean users = order(figures, "newest.like", logits);
        put(figures, "newest.users", users.users());
        put(figures, "newest.like.loss", loss(logits));
        order(
                figures,
                "newest.item-level",
                scores(row -> row.base() + said(row.values()[EvidenceSource.ITEM_LEVEL.ordinal()])));
        return figures;
    }

    private double[] scores(ToDoubleFunction<Row> of) {
        return rows.stream().mapToDouble(of).toArray();
    }

    private static double said(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    /** Puts AUC and UAUC of these scores; returns the UAUC's values by user. */
    private UserMean order(Map<String, Double> figures, String name, double[] scores) {
        UserMean users = UserMean.auc(labels, scores);
        put(figures, name + ".auc", PooledAuc.of(labels, scores));
        put(figures, name + ".uauc", users.once(labels.users()));
        return users;
    }

    private double loss(double[] logits) {
        double sum = 0;
        for (int r = 0; r < logits.length; r++) {
            sum += Logistic.softplus(rows.get(r).liked() ? -logits[r] : logits[r]);
        }
        return sum / logits.length;
    }

    private static void put(Map<String, Double> figures, String name, double value) {
        if (!Double.isNaN(value)) {
            figures.put(name, value);
        }
    }
}
