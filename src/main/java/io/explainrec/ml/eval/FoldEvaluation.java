package io.explainrec.ml.eval;

import io.explainrec.ml.eval.Evaluation.Findings;
import io.explainrec.ml.eval.Evaluation.Tasks;
import io.explainrec.ml.eval.Evaluation.Tasks.Task;
import java.util.ArrayList;
import java.util.List;

/** The protocol for data without times: {@link UserFolds}, with nothing and with half of a user's rows known. */
final class FoldEvaluation {
    private static final int FOLDS = 5;
    private static final List<String> PARTS = List.of("unknown", "half");

    private final UserFolds folds;
    private final List<Scorer> scorers;
    private final EvaluationSettings settings;

    FoldEvaluation(Interactions data, List<Scorer> scorers, EvaluationSettings settings) {
        this.folds = new UserFolds(data, FOLDS);
        this.scorers = scorers;
        this.settings = settings;
    }

    private record Scores(double[][] byPart, Report.Timing timing) {}

    Findings run(Tasks tasks) {
        Interactions rows = folds.scored();
        List<Task<Scores>> scoring = new ArrayList<>();
        for (Scorer scorer : scorers) {
            scoring.add(new Task<>("folds " + scorer.name(), () -> {
                long start = System.nanoTime();
                double[][] scores = folds.score(scorer);
                for (double[] part : scores) {
                    SplitScores.checked(scorer, rows, part);
                }
                return new Scores(scores, new Report.Timing(scorer.name(), (System.nanoTime() - start) / 1e9, 0));
            }));
        }
        List<Scores> scores = tasks.run(scoring);
        List<Task<List<Measurement>>> measuring = new ArrayList<>();
        List<Report.PartSize> sizes = new ArrayList<>();
        for (int p = 0; p < PARTS.size(); p++) {
            int part = p;
            sizes.add(Report.PartSize.of("folds", PARTS.get(p), rows));
            measuring.add(new Task<>("measure folds", () -> {
                Figures figures = new Figures();
                for (int s = 0; s < scorers.size(); s++) {
                    figures.addScores(scorers.get(s), rows, scores.get(s).byPart[part]);
                }
                var resampling = UserResampling.of(rows, settings.resamples(), settings.seed());
                return figures.measure("folds", PARTS.get(part), resampling, settings);
            }));
        }
        List<Measurement> measured =
                tasks.run(measuring).stream().flatMap(List::stream).toList();
        return new Findings(
                sizes, measured, List.of(), scores.stream().map(Scores::timing).toList());
    }
}
