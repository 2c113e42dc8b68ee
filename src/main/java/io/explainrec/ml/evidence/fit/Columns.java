package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.evidence.AdditiveHead.Term;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The regressors of a head: of each source {@code (1 - s) z} and {@code s z}, where {@code z} is the value less its centre, in
 * standard deviations, 0 where masked, and {@code s} the saturation of the history. The centre is the line through the fitting rows'
 * values over s, so that a contribution means more than is usual at this level of evidence. A source that is itself made for how much
 * is known has one regressor, {@code z}, and one weight and centre at both ends.
 */
final class Columns {
    private static final Set<EvidenceSource> STEADY = Set.of(EvidenceSource.CARRIED_LEVEL);

    /** Events of the longest history below which nothing is told of what much history makes: a line through short ones would go far off. */
    static final int LONG = 10;

    /**
     * A source that deviates by less, in whichever of grades, logits and logarithms it speaks, says the same of all rows: what is left is
     * rounding, or factors that a ridge has taken to nearly nothing, and a weight that makes much of it is wrong for the next state.
     */
    private static final double CONSTANT = 1e-4;

    private final List<EvidenceSource> sources;
    /** By source, where its value stands among a row's. */
    private final int[] places;

    private final boolean[] steady;
    private final double[][] centres;
    private final double[] deviations;

    private Columns(List<EvidenceSource> sources) {
        this.sources = sources;
        places = sources.stream().mapToInt(EvidenceSource::ordinal).toArray();
        steady = new boolean[places.length];
        for (int k = 0; k < steady.length; k++) {
            steady[k] = STEADY.contains(sources.get(k));
        }
        centres = new double[sources.size()][2];
        deviations = new double[sources.size()];
    }

    /** What columns are made for. */
    @FunctionalInterface
    interface Rows {
        /** Tells of each row what a source says of it. */
        void each(EvidenceSource source, Each each);

        /** One row: the source's value, NaN where masked, the events of the user's history, and the row's weight. */
        @FunctionalInterface
        interface Each {
            void row(double value, int events, double weight);
        }
    }

    static Columns of(Collection<Row> rows, List<EvidenceSource> sources) {
        return of(
                (source, each) ->
                        rows.forEach(row -> each.row(row.values()[source.ordinal()], row.events(), row.weight())),
                sources);
    }

    static Columns of(Rows rows, List<EvidenceSource> sources) {
        Columns columns = new Columns(List.copyOf(sources));
        for (int k = 0; k < sources.size(); k++) {
            columns.centre(k, rows);
        }
        return columns;
    }

    /** Least squares of the values on (1 - s, s); a little ridge holds an end at which there is no row. */
    private void centre(int k, Rows rows) {
        Sums sums = new Sums();
        rows.each(sources.get(k), sums);
        if (sums.n == 0) {
            return;
        }
        centres[k] = sums.centre(steady[k]);
        double[] squares = new double[1];
        rows.each(sources.get(k), (value, events, weight) -> {
            if (!Double.isNaN(value)) {
                double distance = value - centre(k, LeveledHead.saturation(events));
                squares[0] += weight * distance * distance;
            }
        });
        double deviation = Math.sqrt(squares[0] / sums.n);
        deviations[k] = deviation > CONSTANT ? deviation : 0;
    }

    /** Of the values of one source: of their mean, and of the normal equations of the line. */
    private static final class Sums implements Rows.Each {
        private double a = 1e-6;
        private double b;
        private double c = 1e-6;
        private double x;
        private double y;
        private double sum;
        private double n;
        private boolean anyLong;

        @Override
        public void row(double value, int events, double w) {
            if (!Double.isNaN(value)) {
                double s = LeveledHead.saturation(events);
                a += w * (1 - s) * (1 - s);
                b += w * (1 - s) * s;
                c += w * s * s;
                x += w * (1 - s) * value;
                y += w * s * value;
                sum += w * value;
                n += w;
                anyLong |= events >= LONG;
            }
        }

        /** With little and with much history. */
        double[] centre(boolean steady) {
            double determinant = a * c - b * b;
            boolean line = determinant > 1e-3 * a * c && anyLong && !steady;
            return line
                    ? new double[] {(c * x - b * y) / determinant, (a * y - b * x) / determinant}
                    : new double[] {sum / n, sum / n};
        }
    }

    private double centre(int k, double s) {
        return centres[k][0] * (1 - s) + centres[k][1] * s;
    }

    int width() {
        return 2 * sources.size();
    }

    List<EvidenceSource> sources() {
        return sources;
    }

    double[] of(Row row) {
        double[] x = new double[width()];
        put(row, x);
        return x;
    }

    /** Puts a row's regressors into x. */
    void put(Row row, double[] x) {
        double s = LeveledHead.saturation(row.events());
        for (int k = 0; k < places.length; k++) {
            put(k, row.values()[places[k]], s, x);
        }
    }

    /**
     * Puts a row's regressors into x.
     *
     * @param values by source, NaN where masked
     */
    void put(int events, ToDoubleFunction<EvidenceSource> values, double[] x) {
        double s = LeveledHead.saturation(events);
        for (int k = 0; k < sources.size(); k++) {
            put(k, values.applyAsDouble(sources.get(k)), s, x);
        }
    }

    private void put(int k, double value, double s, double[] x) {
        boolean said = !Double.isNaN(value) && deviations[k] > 0;
        double z = said ? (value - centre(k, s)) / deviations[k] : 0;
        x[2 * k] = steady[k] ? z : (1 - s) * z;
        x[2 * k + 1] = steady[k] ? 0 : s * z;
    }

    /** Weights of columns for weights per unit of sources, with little and with much history. */
    double[] standard(Map<EvidenceSource, double[]> perUnit) {
        double[] weights = new double[width()];
        for (int k = 0; k < sources.size(); k++) {
            double[] ends = perUnit.getOrDefault(sources.get(k), new double[2]);
            weights[2 * k] = ends[0] * deviations[k];
            weights[2 * k + 1] = ends[1] * deviations[k];
        }
        return weights;
    }

    /** The terms that these weights of columns make; sources whose weights are 0 are left out. */
    Map<EvidenceSource, Span> spans(double[] weights) {
        Map<EvidenceSource, Span> spans = new EnumMap<>(EvidenceSource.class);
        for (int k = 0; k < sources.size(); k++) {
            double little = weights[2 * k];
            double much = steady[k] ? little : weights[2 * k + 1];
            if (little != 0 || much != 0) {
                spans.put(
                        sources.get(k),
                        new Span(
                                new Term(little / deviations[k], centres[k][0]),
                                new Term(much / deviations[k], centres[k][1])));
            }
        }
        return spans;
    }
}
