package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SoftTokens;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.Task.Share;
import io.explainrec.ml.task.TaskRow;
import io.explainrec.ml.task.Weighting;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * An adapter, and heads beside it, under training over a base that is not: all tasks read one forward pass of each micro-batch, then a
 * step is taken. Belongs to one thread.
 *
 * @param <R> the kind of row
 */
public final class LoraStep<R extends TaskRow> implements TrainingStep<R>, AutoCloseable {
    private final Llama llama;
    private final Linears linears;
    private final List<? extends Task<R>> tasks;
    private final Soft<R> soft;
    private final Weighting weighting;
    private final double clip;
    private final long seed;
    private final AdamW optimizer;
    private final TaskGradients apart;

    /** Vectors in place of tokens of a pass over a part; null where there are none. */
    @FunctionalInterface
    public interface Soft<R> {
        SoftTokens in(List<R> part, SequenceBatch read, NDManager scope);
    }

    /** A step whose prompts are tokens alone; parameters as those of the other. */
    public LoraStep(
            Llama llama,
            List<? extends Task<R>> tasks,
            Weighting weighting,
            Trained trained,
            double clip,
            boolean surgery) {
        this(llama, tasks, (part, read, scope) -> null, weighting, trained, clip, surgery, 0);
    }

    /**
     * @param llama the base
     * @param tasks in the weighting's order; their parameters, and the weighting's, are among the heads
     * @param soft what stands in place of tokens
     * @param clip most norm of all gradients
     * @param surgery whether the adapter's gradients lose what points against another task's
     * @param seed of the order in which they lose it
     */
    public LoraStep(
            Llama llama,
            List<? extends Task<R>> tasks,
            Soft<R> soft,
            Weighting weighting,
            Trained trained,
            double clip,
            boolean surgery,
            long seed) {
        this.llama = llama;
        this.tasks = List.copyOf(tasks);
        this.soft = soft;
        this.weighting = weighting;
        this.clip = clip;
        this.seed = seed;
        linears = trained.adapter().training(llama.linears());
        Map<String, NDArray> parameters = trained.parameters();
        for (NDArray parameter : parameters.values()) {
            parameter.setRequiresGradient(true);
        }
        optimizer = new AdamW(parameters, trained.undecayed(), AdamW.Options.DEFAULT);
        apart = surgery && tasks.size() > 1
                ? new TaskGradients(tasks.size(), trained.adapter().parameters().values())
                : null;
    }

    @Override
    public Taken take(List<List<R>> parts, double learningRate) {
        List<R> whole = parts.stream().flatMap(List::stream).toList();
        List<Task.Batch<R>> batches =
                tasks.stream().<Task.Batch<R>>map(task -> task.over(whole)).toList();
        double[] weights = weighting.weights();
        Sums sums = new Sums(tasks.size());
        optimizer.zeroGradients();
        if (apart != null) {
            apart.zero();
        }
        for (List<R> part : parts) {
            accumulate(part, batches, weights, sums);
        }
        if (apart != null) {
            apart.join(new SplittableRandom(1_000_003 * seed + optimizer.steps()));
        }
        double loss = 0;
        Map<String, Double> named = new LinkedHashMap<>();
        for (int t = 0; t < weights.length; t++) {
            loss += weights[t] * sums.losses[t];
            named.put(tasks.get(t).name(), weights[t]);
        }
        weighting.learned(told(batches, sums.losses));
        Taken taken = new Taken(loss, sums.terms, named, optimizer.clip(clip));
        if (taken.finite()) {
            move(learningRate);
        }
        return taken;
    }

    /** A failure between two parameters leaves a step half taken, which must not be taken once more. */
    private void move(double learningRate) {
        try {
            optimizer.step(learningRate);
            weighting.stepped();
        } catch (RuntimeException e) {
            throw new TrainingException(
                    "the optimiser's step failed (" + e.getMessage()
                            + "); start the run again, which goes on from its last checkpoint, with fewer microTokens where memory ran out",
                    e);
        }
    }

    /** What the parts add up to. */
    private static final class Sums {
        private final double[] losses;
        private final Map<String, Double> terms = new LinkedHashMap<>();

        Sums(int tasks) {
            losses = new double[tasks];
        }

        void add(int task, Share share) {
            losses[task] += share.loss() == null ? 0 : share.loss().getFloat();
            share.terms().forEach((name, value) -> terms.merge(name, value, Double::sum));
        }
    }

    private double[] told(List<Task.Batch<R>> batches, double[] losses) {
        double[] told = losses.clone();
        for (int t = 0; t < told.length; t++) {
            if (batches.get(t).labels() == 0) {
                told[t] = Double.NaN;
            }
        }
        return told;
    }

    private void accumulate(List<R> part, List<Task.Batch<R>> batches, double[] weights, Sums sums) {
        try (NDManager scope = llama.newCall()) {
            SequenceBatch read =
                    new SequenceBatch(part.stream().map(TaskRow::shared).toList());
            List<long[]> places =
                    batches.stream().map(batch -> batch.places(part, read)).toList();
            NDArray hidden = llama.hidden(
                    read,
                    soft.in(part, read, scope),
                    places.stream().flatMapToLong(LongStream::of).toArray(),
                    linears,
                    scope); // (N,E)
            NDArray[] weighted = new NDArray[batches.size()];
            int from = 0;
            for (int t = 0; t < weighted.length; t++) {
                int to = from + places.get(t).length;
                if (to > from) {
                    Share share = batches.get(t).share(part, Torch.slice(hidden, 0, from, to), linears);
                    sums.add(t, share);
                    weighted[t] = share.loss() == null || weights[t] == 1
                            ? share.loss()
                            : share.loss().mul(scope.create((float) weights[t]));
                }
                from = to;
            }
            learn(weighted);
        }
    }

    private void learn(NDArray[] weighted) {
        if (apart == null) {
            Arrays.stream(weighted)
                    .filter(loss -> loss != null)
                    .reduce(NDArray::add)
                    .ifPresent(Torch::backward);
            return;
        }
        for (int t = 0; t < weighted.length; t++) {
            if (weighted[t] != null) {
                // All tasks' losses grow from one pass, which is given free with the micro-batch.
                Torch.backward(weighted[t], true);
                apart.take(t);
            }
        }
    }

    /** The optimiser's moments; live, so that a checkpoint can be put into them. */
    Map<String, NDArray> moments() {
        return optimizer.moments();
    }

    @Override
    public List<Double> state() {
        return weighting.state();
    }

    /** Goes on behind so many steps, with the state of then. */
    void resume(long after, List<Double> state) {
        optimizer.resume(after);
        weighting.resume(state);
    }

    @Override
    public void close() {
        optimizer.close();
        if (apart != null) {
            apart.close();
        }
    }
}
