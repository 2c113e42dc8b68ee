package io.explainrec.ml.eval;

import io.explainrec.ml.eval.Evaluation.Tasks.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Some rows of several cuts taken as one: users are drawn once, with what they did in each cut. AUC is the mean of the cuts' own. */
final class PooledCuts {
    private final String protocol;
    private final String part;
    private final List<Scorer> scorers;
    private final EvaluationSettings settings;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * What one cut gives.
     *
     * @param rows that were scored
     * @param scores of these rows, by scorer
     * @param ndcgs by scorer; null where nothing was ranked
     */
    record Piece(Interactions rows, IntFunction<double[]> scores, IntFunction<UserMean> ndcgs) {}

    /**
     * @param scorers all of them; those without a stand-in are passed over
     */
    PooledCuts(String protocol, String part, List<Scorer> scorers, EvaluationSettings settings) {
        this.protocol = protocol;
        this.part = part;
        this.scorers = scorers;
        this.settings = settings;
    }

    PooledCuts add(Piece piece) {
        pieces.add(piece);
        return this;
    }

    Report.PartSize size() {
        int rows = 0;
        List<UserMean> bothLabels = new ArrayList<>();
        for (Piece piece : pieces) {
            rows += piece.rows.size();
            bothLabels.add(UserMean.auc(piece.rows, new double[piece.rows.size()]));
        }
        return new Report.PartSize(
                protocol,
                part,
                rows,
                population().length,
                UserMean.pooled(bothLabels).users());
    }

    /** Figures of each scorer, and the differences to the rivals of the settings. */
    Task<List<Measurement>> measuring() {
        return new Task<>("measure " + protocol + " " + part, () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                if (scorers.get(s).standIn().isPresent()) {
                    add(figures, s);
                }
            }
            int users = pieces.getFirst().rows.users();
            var resampling = new UserResampling(users, population(), settings.resamples(), settings.seed());
            return figures.measure(protocol, part, resampling, settings);
        });
    }

    private void add(Figures figures, int scorer) {
        String name = scorers.get(scorer).name();
        List<PooledAuc> aucs = new ArrayList<>();
        List<UserMean> uaucs = new ArrayList<>();
        List<UserMean> ndcgs = new ArrayList<>();
        for (Piece piece : pieces) {
            double[] scores = piece.scores.apply(scorer);
            aucs.add(new PooledAuc(piece.rows, scores));
            uaucs.add(UserMean.auc(piece.rows, scores));
            if (piece.ndcgs != null) {
                ndcgs.add(piece.ndcgs.apply(scorer));
            }
        }
        figures.add(name, "auc", UserStatistic.mean(aucs)).add(name, "uauc", UserMean.pooled(uaucs));
        if (!ndcgs.isEmpty()) {
            figures.add(name, "ndcg" + Ranking.TOP, UserMean.pooled(ndcgs));
        }
    }

    private int[] population() {
        boolean[] anybody = new boolean[pieces.getFirst().rows.users()];
        for (Piece piece : pieces) {
            for (int r = 0; r < piece.rows.size(); r++) {
                anybody[piece.rows.user(r)] = true;
            }
        }
        return Interactions.rows(anybody);
    }
}
