package io.explainrec.ml.adapt;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What adapting is worth on users: mean cross-entropy and mean AUC of their queries, as the model is and adapted. */
public final class AdaptationFigures {
    private AdaptationFigures() {}

    /** By name; an AUC is missing where no query has both verdicts. */
    public static Map<String, Double> of(Adaptation adaptation, List<MetaLearning.Task> tasks) {
        UserHead unchanged = new UserHead(new double[adaptation.delta().length], 0);
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "without", tasks, adaptation, task -> unchanged);
        put(figures, "adapted", tasks, adaptation, task -> adaptation.adapt(task.support()));
        return figures;
    }

    private static void put(
            Map<String, Double> figures,
            String name,
            List<MetaLearning.Task> tasks,
            Adaptation adaptation,
            Function<MetaLearning.Task, UserHead> head) {
        mean(tasks, task -> adaptation.gradient(head.apply(task), task.query()).loss())
                .ifPresent(loss -> figures.put("loss." + name, loss));
        mean(tasks, task -> auc(adaptation, head.apply(task), task.query()))
                .ifPresent(auc -> figures.put("uauc." + name, auc));
    }

    private static OptionalDouble mean(List<MetaLearning.Task> tasks, ToDoubleFunction<MetaLearning.Task> figure) {
        return tasks.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average();
    }

    /** The share of a user's pairs in which the liked one is before the disliked one; NaN where there is no pair. */
    private static double auc(Adaptation adaptation, UserHead head, LabelledStates rows) {
        double[] logits = new double[rows.size()];
        for (int r = 0; r < logits.length; r++) {
            logits[r] = adaptation.logit(head, rows.states().get(r), rows.logits()[r]);
        }
        double won = 0;
        int pairs = 0;
        for (int a = 0; a < logits.length; a++) {
            for (int b = 0; b < logits.length; b++) {
                if (rows.liked()[a] && !rows.liked()[b]) {
                    won += logits[a] > logits[b] ? 1 : logits[a] == logits[b] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return won / pairs;
    }
}
