package io.explainrec.cli.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Repeated measurements of one side, in seconds.
 *
 * @param seconds in the order measured, so that sides measured in turns can be paired
 */
record Samples(String side, double[] seconds) {
    /** How long something takes. */
    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    double median() {
        return quantile(seconds, 0.5);
    }

    double highest() {
        return quantile(seconds, 1);
    }

    /** Ratio of another side to this one, run by run: smallest, median and largest. */
    Ratio speedupOver(Samples other) {
        double[] ratios = new double[Math.min(seconds.length, other.seconds.length)];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = other.seconds[i] / seconds[i];
        }
        return new Ratio(quantile(ratios, 0), quantile(ratios, 0.5), quantile(ratios, 1));
    }

    /** The line of a table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%-44s median %8.3f s   [%.3f, %.3f]   n = %d",
                side,
                median(),
                quantile(seconds, 0),
                quantile(seconds, 1),
                seconds.length);
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /** A ratio with its spread over the runs. */
    record Ratio(double low, double median, double high) {
        String result(String name) {
            return String.format(
                    Locale.ROOT,
                    "RESULT %s %.3f%nRESULT %s.low %.3f%nRESULT %s.high %.3f",
                    name,
                    median,
                    name,
                    low,
                    name,
                    high);
        }
    }
}
