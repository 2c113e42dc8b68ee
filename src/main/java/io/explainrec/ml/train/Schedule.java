package io.explainrec.ml.train;

/**
 * The learning rate by step: it rises in a line, then falls.
 *
 * @param peak above 0
 * @param warmupSteps steps until the peak, at least 0
 * @param steps all steps, at least 1
 * @param shape how it falls behind the peak
 */
record Schedule(double peak, int warmupSteps, int steps, Shape shape) {
    /** How the rate falls. */
    enum Shape {
        /** Not at all. */
        CONSTANT,
        /** In a line to 0. */
        LINEAR,
        /** By half a cosine to 0 (Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts). */
        COSINE
    }

    Schedule {
        if (!(peak > 0 && Double.isFinite(peak)) || warmupSteps < 0 || steps < 1 || warmupSteps > steps) {
            throw new IllegalArgumentException(
                    "a learning rate of " + peak + " with " + warmupSteps + " warm-up steps of " + steps
                            + "; expected a finite rate above 0 and no more warm-up steps than steps");
        }
    }

    /** The rate of a step counted from 0, as transformers' schedules give it. */
    double rate(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double done = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
        return switch (shape) {
            case CONSTANT -> peak;
            case LINEAR -> peak * Math.max(0, 1 - done);
            case COSINE -> peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * done)));
        };
    }
}
