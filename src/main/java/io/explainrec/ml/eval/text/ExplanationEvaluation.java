package io.explainrec.ml.eval.text;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.Interval;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Resampled;
import io.explainrec.ml.eval.UserResampling;
import io.explainrec.ml.eval.UserStatistic;
import io.explainrec.ml.eval.text.TextFigures.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures systems' texts on the same rows: own score, shuffled control and gap with intervals from resampling users, variety, and
 * the paired difference of the gaps of each two systems.
 */
public final class ExplanationEvaluation {
    /** Of all measurements. */
    public static final String PROTOCOL = "explanations";

    private final String part;
    private final List<ExplainedRow> rows;
    private final long seed;
    private final int[] users;
    private final UserResampling resampling;
    /** By system, in their order: of each measure its own score, then the control. */
    private final Map<String, Resampled> sampled = new LinkedHashMap<>();

    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * @param part name of the rows in measurements
     * @param rows that are held out
     * @throws EvaluationException with fewer than two rows, which leave no control
     */
    public ExplanationEvaluation(String part, List<ExplainedRow> rows, int resamples, long seed) {
        if (rows.size() < 2) {
            throw new EvaluationException(
                    part + " has " + rows.size()
                            + " held-out rows (sha256(uid) mod 10 below 5); a shuffled control needs at least 2: give more rows");
        }
        this.part = part;
        this.rows = List.copyOf(rows);
        this.seed = seed;
        Map<String, Integer> numbers = new HashMap<>();
        users = rows.stream()
                .mapToInt(row -> numbers.computeIfAbsent(row.user(), user -> numbers.size()))
                .toArray();
        int count = numbers.size();
        resampling = new UserResampling(count, IntStream.range(0, count).toArray(), resamples, seed);
    }

    /** How many users have a row. */
    public int users() {
        return resampling.users();
    }

    /**
     * Measures one more system, and its gaps against those of the systems before.
     *
     * @param texts by row
     */
    public void add(String system, List<String> texts) {
        if (texts.size() != rows.size()) {
            throw new IllegalArgumentException(
                    system + " has " + texts.size() + " texts for " + rows.size() + " rows; expected one for each");
        }
        TextFigures figures = new TextFigures(texts, rows, users, seed);
        List<UserStatistic> statistics = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            statistics.add(figures.own(measure));
            statistics.add(figures.shuffled(measure));
        }
        Resampled own = resampling.sample(statistics);
        measurements.addAll(figures(part, system, own, sampled));
        put(system, "distinct1", exact(Diversity.distinct(texts, 1)));
        put(system, "distinct2", exact(Diversity.distinct(texts, 2)));
        put(system, "usr", exact(Diversity.uniqueSentences(texts)));
        sampled.put(system, own);
    }

    /**
     * Several parts taken as one, each counting alike: the mean over parts of the figures of systems that all of them have.
     *
     * @param name of it all in measurements
     * @param parts at least one
     */
    public static List<Measurement> together(String name, List<ExplanationEvaluation> parts) {
        Map<String, Resampled> before = new LinkedHashMap<>();
        List<Measurement> measured = new ArrayList<>();
        for (String system : parts.getFirst().sampled.keySet()) {
            if (parts.stream().allMatch(part -> part.sampled.containsKey(system))) {
                Resampled mean = Resampled.mean(
                        parts.stream().map(part -> part.sampled.get(system)).toList());
                measured.addAll(figures(name, system, mean, before));
                before.put(system, mean);
            }
        }
        return measured;
    }

    /** A system's figures, and its gaps against those of the systems before. */
    private static List<Measurement> figures(String part, String system, Resampled own, Map<String, Resampled> before) {
        List<Measurement> measured = new ArrayList<>();
        Resampled gap = gaps(own);
        Measure[] measures = Measure.values();
        for (int m = 0; m < measures.length; m++) {
            String label = measures[m].label();
            measured.add(new Measurement(PROTOCOL, part, system, label, own.interval(2 * m)));
            measured.add(new Measurement(PROTOCOL, part, system, label + "-shuffled", own.interval(2 * m + 1)));
            measured.add(new Measurement(PROTOCOL, part, system, label + "-gap", gap.interval(m)));
        }
        before.forEach((other, of) -> {
            Resampled both = joined(gap, gaps(of));
            for (int m = 0; m < measures.length; m++) {
                String label = measures[m].label() + "-gap";
                Interval difference = both.difference(m, measures.length + m);
                measured.add(new Measurement(PROTOCOL, part, Measurement.difference(system, other), label, difference));
            }
        });
        return measured;
    }

    /** Everything measured so far. */
    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    private void put(String system, String metric, Interval interval) {
        measurements.add(new Measurement(PROTOCOL, part, system, metric, interval));
    }

    private static Interval exact(double value) {
        return new Interval(Double.NaN, value, Double.NaN);
    }

    /** Own less shuffled, resample by resample. */
    private static Resampled gaps(Resampled pairs) {
        int figures = pairs.values().length / 2;
        double[] values = new double[figures];
        double[][] samples = new double[figures][];
        for (int f = 0; f < figures; f++) {
            values[f] = gap(pairs.values()[2 * f], pairs.values()[2 * f + 1]);
            double[] other = pairs.samples()[2 * f + 1];
            samples[f] = pairs.samples()[2 * f].clone();
            for (int b = 0; b < samples[f].length; b++) {
                samples[f][b] = gap(samples[f][b], other[b]);
            }
        }
        return new Resampled(values, samples);
    }

    /** A mean of equal numbers may be off by its rounding, which must not count as a gain. */
    private static double gap(double own, double shuffled) {
        return Math.abs(own - shuffled) < 1e-9 ? 0 : own - shuffled;
    }

    private static Resampled joined(Resampled one, Resampled other) {
        int figures = one.values().length;
        double[] values = new double[2 * figures];
        double[][] samples = new double[2 * figures][];
        System.arraycopy(one.values(), 0, values, 0, figures);
        System.arraycopy(other.values(), 0, values, figures, figures);
        System.arraycopy(one.samples(), 0, samples, 0, figures);
        System.arraycopy(other.samples(), 0, samples, figures, figures);
        return new Resampled(values, samples);
    }
}
