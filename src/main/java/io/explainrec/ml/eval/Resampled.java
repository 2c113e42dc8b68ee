package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.List;

/**
 * Figures over the same resamples.
 *
 * @param values by figure, over everybody once
 * @param samples by figure and resample; NaN where it is not defined
 */
public record Resampled(double[] values, double[][] samples) {
    /** One figure. */
    public Interval interval(int figure) {
        return interval(values[figure], samples[figure]);
    }

    /** One less another, resample by resample: the paired difference. */
    public Interval difference(int figure, int other) {
        double[] differences = samples[figure].clone();
        for (int b = 0; b < differences.length; b++) {
            differences[b] -= samples[other][b];
        }
        return interval(values[figure] - values[other], differences);
    }

    private static Interval interval(double value, double[] samples) {
        double[] sorted = Arrays.stream(samples).filter(v -> !Double.isNaN(v)).toArray();
        Arrays.sort(sorted);
        return new Interval(quantile(sorted, 0.025), value, quantile(sorted, 0.975));
    }

    /** By linear interpolation between the two nearest. */
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /**
     * The mean of figures of several populations, each counting alike. Of equally large ones a seed draws the same places, at which different
     * people stand.
     */
    public static Resampled mean(List<Resampled> parts) {
        double[] values = new double[parts.getFirst().values.length];
        double[][] samples = new double[values.length][parts.getFirst().samples[0].length];
        for (Resampled part : parts) {
            for (int f = 0; f < values.length; f++) {
                values[f] += part.values[f] / parts.size();
                for (int b = 0; b < samples[f].length; b++) {
                    samples[f][b] += part.samples[f][b] / parts.size();
                }
            }
        }
        return new Resampled(values, samples);
    }
}
