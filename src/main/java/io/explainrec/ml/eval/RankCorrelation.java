package io.explainrec.ml.eval;

/** Spearman's rank correlation: Pearson's over midranks, so that ties count for what they are. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /** From -1 to 1; NaN where either side is constant. */
    public static double of(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new EvaluationException("a rank correlation of " + a.length + " and " + b.length
                    + " values; expected as many on both sides");
        }
        double[] x = midranks(a);
        double[] y = midranks(b);
        double mean = (a.length + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int k = 0; k < a.length; k++) {
            xy += (x[k] - mean) * (y[k] - mean);
            xx += (x[k] - mean) * (x[k] - mean);
            yy += (y[k] - mean) * (y[k] - mean);
        }
        return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }

    private static double[] midranks(double[] values) {
        int[] order = Order.ascending(values);
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int k = from; k < to; k++) {
                ranks[order[k]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
