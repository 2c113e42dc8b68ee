package io.explainrec.ml.adapt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Learns where an adaptation starts and how fast it goes, over users as tasks (first-order MAML: Finn et al. 2017, arXiv 1703.03400):
 * the gradient of a task's query loss at the adapted head is taken for that of the start, and, through
 * {@code d = start - rate (sum of gradients)}, of the logarithms of both rates; the support's own gradients count as constants. Adam
 * over shuffled tasks; the best epoch by the validation tasks' loss is kept, the first guess among them.
 */
public final class MetaLearning {
    private static final double RATE = 0.01;

    private final List<Task> train;
    private final List<Task> valid;
    private final Options options;

    /**
     * One user: what was said first, and what was asked later.
     *
     * @param query at least one row
     */
    public record Task(LabelledStates support, LabelledStates query) {}

    /**
     * How it is learned.
     *
     * @param steps inner steps, 1 to 5
     * @param epochs times each task is seen, at least 0
     * @param seed of the order
     */
    public record Options(int steps, int epochs, long seed) {
        public static final Options DEFAULT = new Options(3, 30, 0);
    }

    /**
     * @throws AdaptationException where there are no tasks to learn from or to choose by
     */
    public MetaLearning(List<Task> train, List<Task> valid, Options options) {
        if (train.isEmpty() || valid.isEmpty()) {
            throw new AdaptationException("there are " + train.size() + " users to learn from and " + valid.size()
                    + " to choose by; expected some of each: users whose events fill more than one row");
        }
        this.train = List.copyOf(train);
        this.valid = List.copyOf(valid);
        this.options = options;
    }

    /** Learns. */
    public Adaptation learn() {
        Adaptation now = guess();
        Adaptation best = now;
        double least = loss(now, valid);
        Adam adam = new Adam(now.delta().length + 3, RATE);
        Random random = new Random(options.seed);
        for (int epoch = 0; epoch < options.epochs; epoch++) {
            List<Task> order = new ArrayList<>(train);
            Collections.shuffle(order, random);
            for (Task task : order) {
                now = moved(now, adam.step(outer(now, task)));
            }
            double loss = loss(now, valid);
            if (loss < least) {
                least = loss;
                best = now;
            }
        }
        return best;
    }

    /** From nothing, with rates at which a step over one row moves that row's logit by less than its error. */
    private Adaptation guess() {
        int width = train.getFirst().query.states().getFirst().length;
        double[] mean = new double[width];
        List<float[]> states =
                train.stream().flatMap(task -> task.support.states().stream()).toList();
        if (states.isEmpty()) {
            throw new AdaptationException("no user said anything before what is asked; expected supports");
        }
        for (float[] state : states) {
            for (int e = 0; e < width; e++) {
                mean[e] += state[e] / (double) states.size();
            }
        }
        double square = 0;
        float[] centre = new float[width];
        for (int e = 0; e < width; e++) {
            centre[e] = (float) mean[e];
            for (float[] state : states) {
                square += (state[e] - mean[e]) * (state[e] - mean[e]) / states.size();
            }
        }
        double scale = square > 0 ? Math.sqrt(square) : 1;
        return new Adaptation(centre, scale, new double[width], 0, 1, 0.5, options.steps);
    }

    /** The mean query loss of tasks, each adapted to. */
    static double loss(Adaptation adaptation, List<Task> tasks) {
        return tasks.stream()
                .mapToDouble(task -> adaptation
                        .gradient(adaptation.adapt(task.support), task.query)
                        .loss())
                .average()
                .orElseThrow();
    }

    /** Of the query loss: by d's start, then b's start, then the logarithms of the two rates. */
    static double[] outer(Adaptation from, Task task) {
        Adaptation.Inner inner = from.inner(task.support);
        Adaptation.Gradient query = from.gradient(inner.head(), task.query);
        int width = from.delta().length;
        double[] gradient = new double[width + 3];
        double along = 0;
        for (int e = 0; e < width; e++) {
            gradient[e] = query.delta()[e];
            along += query.delta()[e] * inner.descended()[e];
        }
        gradient[width] = query.bias();
        gradient[width + 1] = -from.rate() * along;
        gradient[width + 2] = -from.biasRate() * query.bias() * inner.biasDescended();
        return gradient;
    }

    private static Adaptation moved(Adaptation from, double[] by) {
        int width = from.delta().length;
        double[] delta = from.delta().clone();
        for (int e = 0; e < width; e++) {
            delta[e] -= by[e];
        }
        return new Adaptation(
                from.centre(),
                from.scale(),
                delta,
                from.bias() - by[width],
                from.rate() * Math.exp(-by[width + 1]),
                from.biasRate() * Math.exp(-by[width + 2]),
                from.steps());
    }
}
