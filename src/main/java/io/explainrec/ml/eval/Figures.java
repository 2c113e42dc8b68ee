package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The figures of all scorers on the same rows, measured on the same resamples. */
final class Figures {
    private record Figure(String scorer, String metric, UserStatistic statistic) {}

    private static final String NDCG = "ndcg" + Ranking.TOP;

    /** What differences are taken of. */
    private static final Set<String> COMPARED = Set.of("auc", "uauc", NDCG);

    private final List<Figure> figures = new ArrayList<>();

    Figures add(String scorer, String metric, UserStatistic statistic) {
        figures.add(new Figure(scorer, metric, statistic instanceof UserMean mean ? mean.packed() : statistic));
        return this;
    }

    /** What the scores of rows say, as far as their scale allows. */
    void addScores(Scorer scorer, Interactions rows, double[] scores) {
        addScores(scorer, rows, scores, true);
    }

    /** The same; without UAUC where it is not known whose the rows are. */
    void addScores(Scorer scorer, Interactions rows, double[] scores, boolean usersKnown) {
        add(scorer.name(), "auc", new PooledAuc(rows, scores));
        if (usersKnown) {
            add(scorer.name(), "uauc", UserMean.auc(rows, scores));
        }
        switch (scorer.scale()) {
            case LOG_ODDS -> add(scorer.name(), "ece", Calibration.ofLogOdds(rows, scores));
            case RATING -> {
                if (rows.rated()) {
                    add(
                            scorer.name(),
                            "rmse",
                            UserMean.squaredError(rows, scores).root());
                    add(scorer.name(), "mae", UserMean.absoluteError(rows, scores));
                }
            }
            case ORDER -> {}
        }
    }

    void addRanking(Scorer scorer, Ranking ranking, boolean[] users) {
        add(scorer.name(), NDCG, ranking.ndcg().only(users));
        add(scorer.name(), "hr" + Ranking.TOP, ranking.hit().only(users));
    }

    List<Measurement> measure(String protocol, String part, UserResampling resampling) {
        return measure(protocol, part, resampling, null);
    }

    /** All figures, then the differences to the rivals, the best simple scorer and of the wholes that the settings name; none where these are null. */
    List<Measurement> measure(String protocol, String part, UserResampling resampling, EvaluationSettings rivals) {
        Resampled resampled =
                resampling.sample(figures.stream().map(Figure::statistic).toList());
        List<Measurement> measured = new ArrayList<>();
        for (int f = 0; f < figures.size(); f++) {
            Figure figure = figures.get(f);
            measured.add(new Measurement(protocol, part, figure.scorer, figure.metric, resampled.interval(f)));
        }
        for (int f = 0; f < figures.size() && rivals != null; f++) {
            Figure figure = figures.get(f);
            if (!COMPARED.contains(figure.metric)) {
                continue;
            }
            String rival = figure.metric.equals(NDCG) ? rivals.rankRival() : rivals.likeRival();
            int other = find(rival, figure.metric);
            if (other >= 0 && other != f) {
                measured.add(difference(protocol, part, f, other, resampled));
            }
            int best = rivals.simple().contains(figure.scorer) ? -1 : best(rivals.simple(), figure.metric, resampled);
            if (best >= 0 && best != other) {
                measured.add(difference(protocol, part, f, best, resampled));
            }
            int whole = find(rivals.wholes().get(figure.scorer), figure.metric);
            if (whole >= 0) {
                measured.add(difference(protocol, part, whole, f, resampled));
            }
        }
        return measured;
    }

    private Measurement difference(String protocol, String part, int one, int other, Resampled resampled) {
        return new Measurement(
                protocol,
                part,
                Measurement.difference(figures.get(one).scorer, figures.get(other).scorer),
                figures.get(one).metric,
                resampled.difference(one, other));
    }

    /** The one of these scorers that has the highest figure; the first of several, and -1 where none is defined. */
    private int best(Set<String> scorers, String metric, Resampled resampled) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < figures.size(); f++) {
            Figure figure = figures.get(f);
            double value = resampled.values()[f];
            if (scorers.contains(figure.scorer) && figure.metric.equals(metric) && value > highest) {
                highest = value;
                best = f;
            }
        }
        return best;
    }

    private int find(String scorer, String metric) {
        for (int f = 0; f < figures.size(); f++) {
            if (figures.get(f).scorer.equals(scorer) && figures.get(f).metric.equals(metric)) {
                return f;
            }
        }
        return -1;
    }
}
