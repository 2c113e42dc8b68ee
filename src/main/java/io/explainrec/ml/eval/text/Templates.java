package io.explainrec.ml.eval.text;

import io.explainrec.ml.eval.EvaluationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts that any system has to beat: one sentence for all, and one that repeats the item's summary. Fitted on training rows alone. */
public final class Templates {
    private final String opening;
    private final String constant;

    private Templates(String opening, String constant) {
        this.opening = opening;
        this.constant = constant;
    }

    /**
     * Learns what the references most often say before "because", and which of them has most in common with the others.
     *
     * @throws EvaluationException without a training row
     */
    public static Templates fit(List<ExplainedRow> training) {
        if (training.isEmpty()) {
            throw new EvaluationException(
                    "no row is for training: sha256(uid) mod 10 is below 5 for every user, and a template "
                            + "is fitted on the others; give rows of more users");
        }
        Map<String, Integer> openings = new HashMap<>();
        for (ExplainedRow row : training) {
            openings.merge(row.explanation().split(" because ", 2)[0], 1, Integer::sum);
        }
        String opening = openings.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
        return new Templates(opening, central(training));
    }

    private static final int COMPARED = 150;

    /** The reference with the highest mean ROUGE-L to an even sample of the others. */
    private static String central(List<ExplainedRow> training) {
        int step = Math.max(1, training.size() / COMPARED);
        String best = training.getFirst().explanation();
        double most = -1;
        for (int i = 0; i < training.size(); i += step) {
            double sum = 0;
            for (int j = 0; j < training.size(); j += step) {
                sum += i == j
                        ? 0
                        : RougeL.f1(
                                training.get(i).explanation(), training.get(j).explanation());
            }
            if (sum > most) {
                most = sum;
                best = training.get(i).explanation();
            }
        }
        return best;
    }

    /** What references mostly say before "because". */
    public String opening() {
        return opening;
    }

    /** The same for every row. */
    public String constant(ExplainedRow row) {
        return constant;
    }

    /** What references mostly say before "because", and then the first sentence of the item's summary. */
    public String withItemSummary(ExplainedRow row) {
        String summary = row.itemSummary().split("\\. ", 2)[0].replaceAll("\\.+$", "");
        String start = summary.isEmpty() ? "" : summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1);
        return opening + " because " + start + ".";
    }
}
