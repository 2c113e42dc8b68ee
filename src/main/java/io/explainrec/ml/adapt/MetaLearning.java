package io.explainrec.ml.adapt;

import java.util.Arrays;
import java.util.List;

/**
 * Learns where an adaptation starts and how fast it goes, over users as tasks (first-order MAML: Finn et al. 2017, arXiv 1703.03400):
 * the gradient of a task's query loss at the adapted head is taken for that of the start, and, through
 * {@code d = start - rate (sum of gradients)}, of the logarithms of both rates; the support's own gradients count as constants.
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
    public record Options(int steps, int epochs, long seed) {}

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
        Adaptation guess = guess();
        var learner = new OuterLoop.Learner<Adaptation, Task>() {
            @Override
            public Adaptation of(double[] parameters) {
                return adaptation(guess, parameters);
            }

            @Override
            public double[] gradient(Adaptation adaptation, Task task) {
                return outer(adaptation, task);
            }

            @Override
            public double loss(Adaptation adaptation) {
                return MetaLearning.loss(adaptation, valid);
            }
        };
        return new OuterLoop<>(learner, RATE, options.epochs, options.seed).learn(parameters(guess), train);
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

    /** Of the query loss, by {@link #parameters}. */
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

    /** d's start, then b's start, then the logarithms of the two rates. */
    private static double[] parameters(Adaptation of) {
        int width = of.delta().length;
        double[] parameters = Arrays.copyOf(of.delta(), width + 3);
        parameters[width] = of.bias();
        parameters[width + 1] = Math.log(of.rate());
        parameters[width + 2] = Math.log(of.biasRate());
        return parameters;
    }

    private static Adaptation adaptation(Adaptation scaled, double[] parameters) {
        int width = scaled.delta().length;
        return new Adaptation(
                scaled.centre(),
                scaled.scale(),
                Arrays.copyOf(parameters, width),
                parameters[width],
                Math.exp(parameters[width + 1]),
                Math.exp(parameters[width + 2]),
                scaled.steps());
    }
}
