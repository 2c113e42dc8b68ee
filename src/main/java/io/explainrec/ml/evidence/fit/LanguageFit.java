package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.cf.LogisticObjective;
import io.explainrec.ml.cf.NonNegativeNewton;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The language model's weight in the like head. It is fitted last, on a sample of the newest slice, over what the other sources say:
 * pairs of a liked and a disliked item of one user. It stays 0 unless, on users it was not fitted on, it surely lowers the loss: see
 * {@link Gain}.
 */
final class LanguageFit {
    static final int USERS = 40;
    private static final int ROWS = 25;
    private static final int FOLDS = 5;
    private static final double RIDGE = 1;

    /** A user of the sample: what the model is asked, and rows with both verdicts. */
    record Asked(LanguageScores.Question question, List<Row> rows) {}

    private LanguageFit() {}

    /** Draws users with both verdicts in a slice, each with rows of one domain. */
    static List<Asked> sample(Replay replay, Interactions rows, long seed) {
        Map<Integer, List<Integer>> byUser = new TreeMap<>();
        for (int r = 0; r < rows.size(); r++) {
            byUser.computeIfAbsent(rows.user(r), u -> new ArrayList<>()).add(r);
        }
        Random random = new Random(seed);
        List<Integer> users = new ArrayList<>(byUser.keySet());
        Collections.shuffle(users, random);
        List<Asked> sample = new ArrayList<>();
        for (int user : users) {
            List<Integer> own = byUser.get(user);
            Collections.shuffle(own, random);
            String domain = rows.itemDomain(rows.item(own.getFirst()));
            own.removeIf(r -> !rows.itemDomain(rows.item(r)).equals(domain));
            List<Integer> taken = own.subList(0, Math.min(ROWS, own.size()));
            long likes = taken.stream().filter(rows::liked).count();
            if (sample.size() < USERS && likes > 0 && likes < taken.size()) {
                LanguageScores.Question question = replay.question(
                        user, taken.stream().mapToInt(rows::item).toArray());
                Replay.Described about = replay.about(user, question.events());
                sample.add(new Asked(
                        question,
                        taken.stream()
                                .map(r -> new Row(
                                        about.values(rows.item(r)),
                                        about.events(rows.item(r)),
                                        user,
                                        rows.liked(r),
                                        replay.base(rows.item(r))))
                                .toList()));
            }
        }
        return sample;
    }

    /** What pairs of one user say: how much the head and the model put the liked one before. */
    private record Pairs(double[] head, double[] model) {
        double loss(double weight) {
            double sum = 0;
            for (int k = 0; k < head.length; k++) {
                sum += Logistic.softplus(-(head[k] + weight * model[k]));
            }
            return sum / head.length;
        }
    }

    /**
     * Fits the weight per unit of the logit less its mean over the user's candidates; 0 where it does not help, or where fewer than {@value
     * Gain#LEAST_USERS} users could say, whom the model is not asked about then.
     *
     * @return also what it rests on
     */
    static Provenance.Language fit(List<Asked> sample, LeveledHead head, LanguageScores scores, String sha256) {
        int rows = sample.stream().mapToInt(asked -> asked.rows.size()).sum();
        if (sample.size() < Gain.LEAST_USERS) {
            return new Provenance.Language(sha256, sample.size(), rows, 0, 0, 0);
        }
        List<Pairs> users =
                sample.stream().map(asked -> pairs(asked, head, scores)).toList();
        double[] gains = new double[users.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Pairs> others = new ArrayList<>();
            for (int u = 0; u < gains.length; u++) {
                if (u % FOLDS != fold) {
                    others.add(users.get(u));
                }
            }
            double weight = fit(others);
            for (int u = fold; u < gains.length; u += FOLDS) {
                gains[u] = users.get(u).loss(0) - users.get(u).loss(weight);
            }
        }
        Gain gain = Gain.of(gains);
        return new Provenance.Language(
                sha256, users.size(), rows, gain.isSure() ? fit(users) : 0, gain.mean(), gain.error());
    }

    private static Pairs pairs(Asked asked, LeveledHead head, LanguageScores scores) {
        double[] model = scores.centred(asked.question);
        var additive = head.at(asked.rows.getFirst().events());
        double[] logits = asked.rows.stream()
                .mapToDouble(row -> additive.logit(0, row.values()))
                .toArray();
        List<double[]> pairs = new ArrayList<>();
        for (int a = 0; a < logits.length; a++) {
            for (int b = 0; b < logits.length; b++) {
                if (asked.rows.get(a).liked() && !asked.rows.get(b).liked()) {
                    pairs.add(new double[] {logits[a] - logits[b], model[a] - model[b]});
                }
            }
        }
        return new Pairs(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    }

    private static double fit(List<Pairs> users) {
        int n = users.stream().mapToInt(user -> user.head.length).sum();
        double[][] x = new double[n][];
        double[] offset = new double[n];
        double[] weight = new double[n];
        boolean[] won = new boolean[n];
        Arrays.fill(won, true);
        int at = 0;
        for (Pairs user : users) {
            for (int k = 0; k < user.head.length; k++) {
                x[at] = new double[] {user.model[k]};
                offset[at] = user.head[k];
                weight[at++] = 1.0 / user.head.length;
            }
        }
        return NonNegativeNewton.minimise(
                new LogisticObjective(x, offset, won, weight, 1), new double[] {RIDGE}, new double[1], new boolean[] {
                    true
                })[0];
    }
}
