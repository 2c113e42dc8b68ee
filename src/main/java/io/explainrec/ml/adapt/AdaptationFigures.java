package io.explainrec.ml.adapt;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.eval.Interval;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Resampled;
import io.explainrec.ml.eval.UserMean;
import io.explainrec.ml.eval.UserResampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What adapting is worth on users: cross-entropy and AUC of their queries, as the model is and adapted. */
public final class AdaptationFigures {
    /** The model as it is, which the others are compared with. */
    private static final String WITHOUT = "without";

    private AdaptationFigures() {}

    /**
     * Of one way to adapt, by user.
     *
     * @param loss mean cross-entropy of the user's query, in nats
     * @param auc share of pairs of the query in which the liked one is before the disliked one; nothing of who has no such pair
     */
    public record ByUser(UserMean loss, UserMean auc) {
        private static ByUser of(int users) {
            return new ByUser(
                    new UserMean(new double[users], new double[users]),
                    new UserMean(new double[users], new double[users]));
        }

        /** The mean over users. */
        public double meanLoss() {
            return loss.over(everybody());
        }

        /** The mean over users who have such pairs; NaN where nobody has. */
        public double meanAuc() {
            return auc.over(everybody());
        }

        private int[] everybody() {
            return IntStream.range(0, loss.sum().length).map(user -> 1).toArray();
        }

        private void put(int user, Judged query) {
            for (int r = 0; r < query.logits.length; r++) {
                loss.sum()[user] += crossEntropy(query.logits[r], query.liked[r]) / query.logits.length;
            }
            loss.count()[user] = 1;
            double of = AdaptationFigures.auc(query.logits, query.liked);
            if (!Double.isNaN(of)) {
                auc.sum()[user] = of;
                auc.count()[user] = 1;
            }
        }
    }

    /** Of one verdict, in nats, without overflow: {@code ln(1 + exp(-z))} of a like, {@code ln(1 + exp(z))} of a dislike. */
    static double crossEntropy(double logit, boolean liked) {
        return Logistic.softplus(liked ? -logit : logit);
    }

    /** What a model said of a task's query, and what the user said. */
    record Judged(float[] logits, boolean[] liked) {}

    /** Of several tasks, each one user's. */
    static <T> ByUser of(List<T> tasks, Function<T, Judged> query) {
        ByUser figures = ByUser.of(tasks.size());
        for (int user = 0; user < tasks.size(); user++) {
            figures.put(user, query.apply(tasks.get(user)));
        }
        return figures;
    }

    /** Of the model without and with the head, by name. */
    public static Map<String, ByUser> of(Adaptation adaptation, List<MetaLearning.Task> tasks) {
        UserHead unchanged = new UserHead(new double[adaptation.delta().length], 0);
        Map<String, ByUser> figures = new LinkedHashMap<>();
        figures.put(WITHOUT, of(tasks, adaptation, task -> unchanged));
        figures.put("adapted", of(tasks, adaptation, task -> adaptation.adapt(task.support())));
        return figures;
    }

    private static ByUser of(
            List<MetaLearning.Task> tasks, Adaptation adaptation, Function<MetaLearning.Task, UserHead> head) {
        return of(tasks, task -> {
            UserHead of = head.apply(task);
            LabelledStates query = task.query();
            float[] logits = new float[query.size()];
            for (int r = 0; r < logits.length; r++) {
                logits[r] = (float) adaptation.logit(of, query.states().get(r), query.logits()[r]);
            }
            return new Judged(logits, query.liked());
        });
    }

    /**
     * Means over users, and what each way is worth: its paired difference to the model as it is, with the interval from resampling users.
     *
     * @param ways of {@link #of(Adaptation, List)} and of the same tasks
     * @param seed of the resamples
     * @return e.g. {@code loss.adapted}, {@code uauc.adapted-vs-without.low}; what is not defined is missing
     */
    public static Map<String, Double> named(Map<String, ByUser> ways, long seed) {
        List<String> names = List.copyOf(ways.keySet());
        Map<String, Double> named = new TreeMap<>();
        put(named, "loss", names, ways.values().stream().map(ByUser::loss).toList(), seed);
        put(named, "uauc", names, ways.values().stream().map(ByUser::auc).toList(), seed);
        return named;
    }

    private static void put(
            Map<String, Double> named, String figure, List<String> names, List<UserMean> means, long seed) {
        int users = means.getFirst().sum().length;
        Resampled all = new UserResampling(users, IntStream.range(0, users).toArray(), UserResampling.RESAMPLES, seed)
                .sample(new ArrayList<>(means));
        int without = names.indexOf(WITHOUT);
        for (int k = 0; k < names.size(); k++) {
            put(named, figure + "." + names.get(k), all.values()[k]);
            if (k != without) {
                Interval worth = all.difference(k, without);
                String name = figure + "." + Measurement.difference(names.get(k), WITHOUT);
                put(named, name + ".low", worth.low());
                put(named, name + ".value", worth.value());
                put(named, name + ".high", worth.high());
            }
        }
    }

    private static void put(Map<String, Double> named, String name, double value) {
        if (!Double.isNaN(value)) {
            named.put(name, value);
        }
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
