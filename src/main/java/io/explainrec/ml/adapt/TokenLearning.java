package io.explainrec.ml.adapt;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns where a user's token starts and how fast it goes, over users as tasks, as {@link MetaLearning} does for the head (first-order
 * MAML). The first guess is the model's own token and the best of a few rates.
 */
public final class TokenLearning {
    /** Of Adam, for the token in units of a word's loudness, and for the logarithm of the rate. */
    private static final double RATE = 0.02;

    /** Rates that are tried first: how far a mean gradient moves the token, as a share of a word's length. */
    private static final double[] MOVES = {1.0 / 64, 1.0 / 16, 1.0 / 4, 1};

    private static final int TRIED_ON = 12;

    private final List<Task> train;
    private final List<Task> valid;
    private final Options options;

    /** One user: what was said first, and what was asked later, read from the model when asked for. */
    public interface Task {
        Verdicts support();

        Verdicts query();
    }

    /** Verdicts as a function of the token. */
    public interface Verdicts extends AutoCloseable {
        /** One a verdict. */
        float[] logits(float[] token);

        /** Of their mean cross-entropy, (E). */
        float[] gradient(float[] token);

        boolean[] liked();

        @Override
        void close();
    }

    /**
     * How it is learned.
     *
     * @param own the model's own token (E)
     * @param loudness of words: root mean square of their embeddings' elements
     * @param steps inner steps, 1 to 5
     * @param epochs times each task is seen, at least 0
     * @param seed of the order
     */
    public record Options(float[] own, double loudness, int steps, int epochs, long seed) {
        public Options {
            if (epochs < 0 || steps < 1 || steps > Adaptation.MOST_STEPS) {
                throw new AdaptationException("a user's token is learned in " + epochs + " epochs of " + steps
                        + " steps; expected at least 0, and 1 to " + Adaptation.MOST_STEPS);
            }
        }
    }

    public TokenLearning(List<Task> train, List<Task> valid, Options options) {
        this.train = List.copyOf(train);
        this.valid = List.copyOf(valid);
        this.options = options;
    }

    /** How many tasks are gone through in all. */
    public int visits() {
        int tried = Math.min(TRIED_ON, train.size());
        return tried * (1 + MOVES.length) + options.epochs * train.size() + (options.epochs + 1) * valid.size();
    }

    /** What was learned, and what it is worth on the validation tasks: their figures with it. */
    public record Learned(TokenAdaptation adaptation, AdaptationFigures.ByUser reached) {}

    /**
     * Learns.
     *
     * @param visited told of each task that was gone through, see {@link #visits}
     */
    public Learned learn(Runnable visited) {
        double[] guess = new double[options.own.length + 1];
        guess[options.own.length] = Math.log(guess(visited));
        Map<TokenAdaptation, AdaptationFigures.ByUser> reached = new IdentityHashMap<>();
        var learner = new OuterLoop.Learner<TokenAdaptation, Task>() {
            @Override
            public TokenAdaptation of(double[] parameters) {
                return adaptation(parameters);
            }

            @Override
            public double[] gradient(TokenAdaptation adaptation, Task task) {
                double[] gradient = outer(adaptation, task);
                visited.run();
                return gradient;
            }

            @Override
            public double loss(TokenAdaptation adaptation) {
                AdaptationFigures.ByUser mean = reached(adaptation, valid, visited);
                reached.put(adaptation, mean);
                return mean.meanLoss();
            }
        };
        TokenAdaptation best = new OuterLoop<>(learner, RATE, options.epochs, options.seed).learn(guess, train);
        return new Learned(best, reached.get(best));
    }

    /**
     * @param parameters (E+1): the start less the model's own token, in words' loudness, and the logarithm of the rate
     */
    private TokenAdaptation adaptation(double[] parameters) {
        int width = options.own.length;
        float[] start = options.own.clone();
        for (int e = 0; e < width; e++) {
            start[e] += (float) (options.loudness * parameters[e]);
        }
        return new TokenAdaptation(start, Math.exp(parameters[width]), options.steps);
    }

    /** The rate after which a few tasks' queries are foretold best. */
    private double guess(Runnable visited) {
        List<Task> some = train.subList(0, Math.min(TRIED_ON, train.size()));
        double length = 0;
        for (Task task : some) {
            length += gradientLength(task) / some.size();
            visited.run();
        }
        double word = options.loudness * Math.sqrt(options.own.length);
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double move : MOVES) {
            double rate = move * word / Math.max(length, Double.MIN_NORMAL);
            double loss = reached(new TokenAdaptation(options.own, rate, options.steps), some, visited)
                    .meanLoss();
            if (loss < least) {
                least = loss;
                best = rate;
            }
        }
        if (best == 0) {
            throw new AdaptationException("no first rate of a user's token gives a finite loss; is the model sound?");
        }
        return best;
    }

    private double gradientLength(Task task) {
        double square = 0;
        try (Verdicts support = task.support()) {
            for (float g : support.gradient(options.own)) {
                square += (double) g * g;
            }
        }
        return Math.sqrt(square);
    }

    private static AdaptationFigures.ByUser reached(TokenAdaptation adaptation, List<Task> tasks, Runnable visited) {
        return AdaptationFigures.of(tasks, task -> {
            float[] token = inner(adaptation, task).token();
            try (Verdicts query = task.query()) {
                return new AdaptationFigures.Judged(query.logits(token), query.liked());
            } finally {
                visited.run();
            }
        });
    }

    private static TokenPath inner(TokenAdaptation adaptation, Task task) {
        TokenPath path = new TokenPath(adaptation, false);
        try (Verdicts support = task.support()) {
            while (!path.done()) {
                path.step(support.gradient(path.token()));
            }
        }
        return path;
    }

    /** The gradient of a task's query loss, by the parameters of {@link #adaptation(double[])}. */
    double[] outer(TokenAdaptation adaptation, Task task) {
        TokenPath inner = inner(adaptation, task);
        int width = options.own.length;
        double[] gradient = new double[width + 1];
        double along = 0;
        try (Verdicts query = task.query()) {
            float[] of = query.gradient(inner.token());
            for (int e = 0; e < width; e++) {
                gradient[e] = options.loudness * of[e];
                along += of[e] * inner.descended()[e];
            }
        }
        gradient[width] = -adaptation.rate() * along;
        return gradient;
    }
}
