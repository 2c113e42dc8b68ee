package io.explainrec.ml.adapt;

/** Kingma and Ba 2015, arXiv 1412.6980, over a few numbers. */
final class Adam {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-8;

    private final double rate;
    private final double[] mean;
    private final double[] square;
    private int steps;

    Adam(int width, double rate) {
        this.rate = rate;
        mean = new double[width];
        square = new double[width];
    }

    /** What is to be taken off the numbers. */
    double[] step(double[] gradient) {
        steps++;
        double[] by = new double[gradient.length];
        for (int k = 0; k < by.length; k++) {
            mean[k] = FIRST * mean[k] + (1 - FIRST) * gradient[k];
            square[k] = SECOND * square[k] + (1 - SECOND) * gradient[k] * gradient[k];
            double m = mean[k] / (1 - Math.pow(FIRST, steps));
            double v = square[k] / (1 - Math.pow(SECOND, steps));
            by[k] = rate * m / (Math.sqrt(v) + EPSILON);
        }
        return by;
    }
}
