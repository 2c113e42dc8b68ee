package io.explainrec.ml.fusion;

import java.util.Random;

/** The first value of a parameter's elements. */
@FunctionalInterface
interface Initial {
    /** The next element's. */
    double next(Random random);

    /** The same for all. */
    static Initial constant(double value) {
        return random -> value;
    }

    /** Uniform within 1/sqrt(in) of zero, as torch starts a linear layer of that many inputs. */
    static Initial linear(int in) {
        return random -> (2 * random.nextDouble() - 1) / Math.sqrt(in);
    }

    /** Normal around zero. */
    static Initial normal(double deviation) {
        return random -> deviation * random.nextGaussian();
    }
}
