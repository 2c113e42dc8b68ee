package io.explainrec.ml.adapt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What adapting is worth on users: mean cross-entropy and mean AUC of their queries, as the model is and adapted. */
public final class AdaptationFigures {
    private AdaptationFigures() {}

    /**
     * Of several users.
     *
     * @param loss mean cross-entropy, in nats
     * @param auc mean share of a user's pairs in which the liked one is before the disliked one; NaN where no user has such a pair
     */
    public record Mean(double loss, double auc) {
        /** Puts them among figures, by a name. */
        public void put(Map<String, Double> figures, String name) {
            figures.put("loss." + name, loss);
            if (!Double.isNaN(auc)) {
                figures.put("uauc." + name, auc);
            }
        }
    }

    /** Of users, one after another. */
    static final class Sum {
        private double losses;
        private double aucs;
        private int users;
        private int ordered;

        void add(float[] logits, boolean[] liked) {
            for (int r = 0; r < logits.length; r++) {
                double toward = liked[r] ? -logits[r] : logits[r];
                losses += (Math.max(toward, 0) + Math.log1p(Math.exp(-Math.abs(toward)))) / logits.length;
            }
            users++;
            double auc = auc(logits, liked);
            if (!Double.isNaN(auc)) {
                aucs += auc;
                ordered++;
            }
        }

        Mean mean() {
            return new Mean(losses / users, aucs / ordered);
        }
    }

    /** Of the head, by name; an AUC is missing where no query has both verdicts. */
    public static Map<String, Double> of(Adaptation adaptation, List<MetaLearning.Task> tasks) {
        UserHead unchanged = new UserHead(new double[adaptation.delta().length], 0);
        Map<String, Double> figures = new TreeMap<>();
        mean(tasks, adaptation, task -> unchanged).put(figures, "without");
        mean(tasks, adaptation, task -> adaptation.adapt(task.support())).put(figures, "adapted");
        return figures;
    }

    private static Mean mean(
            List<MetaLearning.Task> tasks, Adaptation adaptation, Function<MetaLearning.Task, UserHead> head) {
        Sum sum = new Sum();
        for (MetaLearning.Task task : tasks) {
            UserHead of = head.apply(task);
            LabelledStates query = task.query();
            float[] logits = new float[query.size()];
            for (int r = 0; r < logits.length; r++) {
                logits[r] = (float) adaptation.logit(of, query.states().get(r), query.logits()[r]);
            }
            sum.add(logits, query.liked());
        }
        return sum.mean();
    }

    private static double auc(float[] logits, boolean[] liked) {
        double won = 0;
        int pairs = 0;
        for (int a = 0; a < logits.length; a++) {
            for (int b = 0; b < logits.length; b++) {
                if (liked[a] && !liked[b]) {
                    won += logits[a] > logits[b] ? 1 : logits[a] == logits[b] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return won / pairs;
    }
}
