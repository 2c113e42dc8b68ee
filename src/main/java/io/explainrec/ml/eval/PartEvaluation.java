package io.explainrec.ml.eval;

import io.explainrec.ml.eval.Evaluation.Findings;
import io.explainrec.ml.eval.Evaluation.Tasks;
import io.explainrec.ml.eval.Evaluation.Tasks.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A protocol that has nothing to do with time: each scorer scores all of its parts at once.
 *
 * @param parts whose figures are taken apart
 * @param scoring scores of a scorer, by part and row
 */
record PartEvaluation(String protocol, List<Part> parts, Function<Scorer, double[][]> scoring) {
    /**
     * Rows that are measured together.
     *
     * @param clusters the same rows, each of that which is resampled: of its user where users are known
     * @param usersKnown whether there is a UAUC
     */
    record Part(String name, Interactions rows, Interactions clusters, boolean usersKnown) {
        static Part ofUsers(String name, Interactions rows) {
            return new Part(name, rows, rows, true);
        }
    }

    /** {@link UserFolds}, with nothing and with half of a user's rows known. */
    static PartEvaluation folds(Interactions data, Folds by) {
        UserFolds folds = new UserFolds(data, by);
        Interactions rows = folds.scored();
        return new PartEvaluation(
                "folds", List.of(Part.ofUsers("unknown", rows), Part.ofUsers("half", rows)), folds::score);
    }

    /** {@link CrossDomain}, a part for each domain that is scored; no part where nobody is known in two. */
    static PartEvaluation of(CrossDomain cross) {
        List<String> names = PartNames.of(cross.targets());
        List<Part> parts = IntStream.range(0, names.size())
                .mapToObj(t -> Part.ofUsers("to-" + names.get(t), cross.rows(t)))
                .toList();
        return new PartEvaluation("cross-domain", parts, cross::score);
    }

    private record Scores(double[][] byPart, Report.Timing timing) {}

    Findings run(List<Scorer> scorers, EvaluationSettings settings, Tasks tasks) {
        List<Task<Scores>> scoring = new ArrayList<>();
        for (Scorer scorer : scorers) {
            scoring.add(Task.of(scorer, protocol + " " + scorer.name(), () -> scores(scorer)));
        }
        List<Scores> scores = tasks.run(scoring);
        List<Task<List<Measurement>>> measuring = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            int number = p;
            Part part = parts.get(p);
            measuring.add(new Task<>("measure " + protocol + " " + part.name, () -> {
                Figures figures = new Figures();
                for (int s = 0; s < scorers.size(); s++) {
                    double[] found = scores.get(s).byPart[number];
                    figures.addScores(scorers.get(s), part.clusters, found, part.usersKnown);
                }
                var resampling = UserResampling.of(part.clusters, settings.resamples(), settings.seed());
                return figures.measure(protocol, part.name, resampling, settings);
            }));
        }
        return new Findings(
                parts.stream().map(this::size).toList(),
                tasks.run(measuring).stream().flatMap(List::stream).toList(),
                List.of(),
                scores.stream().map(Scores::timing).toList());
    }

    private Report.PartSize size(Part part) {
        Report.PartSize size = Report.PartSize.of(protocol, part.name, part.clusters);
        return part.usersKnown ? size : new Report.PartSize(protocol, part.name, size.rows(), size.users(), 0);
    }

    private Scores scores(Scorer scorer) {
        long start = System.nanoTime();
        Timed timed = new Timed(scorer);
        double[][] found = scoring.apply(timed);
        for (int p = 0; p < found.length; p++) {
            SplitScores.checked(scorer, parts.get(p).rows, found[p]);
        }
        double fitting = timed.fitting / 1e9;
        double all = (System.nanoTime() - start) / 1e9;
        return new Scores(found, new Report.Timing(scorer.name(), fitting, all - fitting));
    }

    /** A scorer that notes how long it is fitted for, in nanoseconds. */
    private static final class Timed implements Scorer {
        private final Scorer scorer;
        private long fitting;

        Timed(Scorer scorer) {
            this.scorer = scorer;
        }

        @Override
        public String name() {
            return scorer.name();
        }

        @Override
        public Scale scale() {
            return scorer.scale();
        }

        @Override
        public boolean alone() {
            return scorer.alone();
        }

        @Override
        public Optional<Scorer> standIn() {
            return scorer.standIn();
        }

        @Override
        public Fitted fit(Interactions past) {
            long start = System.nanoTime();
            Fitted fitted = scorer.fit(past);
            fitting += System.nanoTime() - start;
            return fitted;
        }
    }
}
