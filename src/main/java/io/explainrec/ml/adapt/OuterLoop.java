package io.explainrec.ml.adapt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The outer loop of meta-learning: Adam over shuffled tasks, one after another; the best epoch by the validation tasks' loss is kept,
 * the first guess among them.
 *
 * @param <A> what parameters stand for
 * @param <T> a task
 * @param rate of Adam
 * @param epochs times each task is seen, at least 0
 * @param seed of the order
 */
record OuterLoop<A, T>(Learner<A, T> learner, double rate, int epochs, long seed) {
    /** What is learned. */
    interface Learner<A, T> {
        A of(double[] parameters);

        /** Of a task's query loss, by the parameters; one with numbers that are not finite teaches nothing. */
        double[] gradient(A adaptation, T task);

        /** The mean query loss of the validation tasks. */
        double loss(A adaptation);
    }

    A learn(double[] guess, List<T> train) {
        double[] now = guess.clone();
        A best = learner.of(now);
        double least = learner.loss(best);
        Adam adam = new Adam(now.length, rate);
        Random random = new Random(seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<T> order = new ArrayList<>(train);
            Collections.shuffle(order, random);
            for (T task : order) {
                double[] gradient = learner.gradient(learner.of(now), task);
                if (Arrays.stream(gradient).allMatch(Double::isFinite)) {
                    double[] by = adam.step(gradient);
                    Arrays.setAll(now, k -> now[k] - by[k]);
                }
            }
            A adaptation = learner.of(now);
            double loss = learner.loss(adaptation);
            if (loss < least) {
                least = loss;
                best = adaptation;
            }
        }
        return best;
    }
}
