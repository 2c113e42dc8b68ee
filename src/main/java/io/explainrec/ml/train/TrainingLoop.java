package io.explainrec.ml.train;

import io.explainrec.ml.task.TaskRow;
import io.explainrec.ml.tensor.Batches;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.Checkpoints.State;
import io.explainrec.ml.train.TrainingStep.Taken;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Takes the steps of a run: from where the last checkpoint stands, with seeds that each step has of its own, so that a run that was
 * killed ends with the weights of one that was not. Where memory runs out, micro-batches are halved and the step is taken again; where
 * a number is not finite, the run ends with the last good checkpoint.
 *
 * @param <R> the kind of row
 */
final class TrainingLoop<R extends TaskRow> {
    /** Marks the evaluations that no earlier one was as good as. */
    static final String BEST = "best";

    private final TrainingOptions options;
    private final List<R> rows;
    private final List<String> places;
    private final TrainingStep<R> step;
    private final Validation validation;
    private final TrainingLog log;
    private final BatchOrder order;
    private final Schedule schedule;

    /**
     * @param places where each of the rows stands
     */
    TrainingLoop(
            TrainingOptions options,
            List<R> rows,
            List<String> places,
            TrainingStep<R> step,
            Validation validation,
            TrainingLog log) {
        this.options = options;
        this.rows = rows;
        this.places = places;
        this.step = step;
        this.validation = validation;
        this.log = log;
        order = new BatchOrder(rows.size(), options.batch(), options.epochs(), options.seed());
        schedule = new Schedule(
                options.learningRate(),
                Math.min(options.warmupSteps(), order.steps()),
                order.steps(),
                options.schedule());
    }

    /** Keeps what was reached. */
    @FunctionalInterface
    interface Keeper {
        void keep(State state, boolean best);
    }

    /** Where a run begins. */
    State start() {
        return new State(0, Double.NaN, 0, options.microTokens(), step.state());
    }

    /**
     * Takes all steps that are left.
     *
     * @param from where the run stands
     * @param progress told the number of steps taken
     * @param stop asked behind each step whether to end there
     * @return where the run ended: behind the last step, or earlier where patience ended
     * @throws TrainingStopped where it was asked to end; what was reached is kept
     * @throws io.explainrec.ml.llama.CancelledCall where it was asked to end within an evaluation; the last checkpoint is kept
     */
    State run(State from, Keeper keeper, LongConsumer progress, BooleanSupplier stop) {
        State state = from;
        FailureSignatures signatures = new FailureSignatures(log);
        if (from.step() == 0 && options.warmupSteps() >= order.steps()) {
            log.add(
                    "finding",
                    0,
                    line -> line.put("finding", "warm-up-not-over")
                            .put("warmupSteps", options.warmupSteps())
                            .put("steps", order.steps())
                            .put("advice", "the rate never reaches its peak: lower warmupSteps, or learn from more"));
        }
        int every = options.evaluateEvery() > 0 ? options.evaluateEvery() : order.stepsPerEpoch();
        while (state.step() < order.steps() && !impatient(state)) {
            state = take(state);
            long taken = state.step();
            progress.accept(taken);
            boolean evaluates = taken % every == 0 || taken == order.steps();
            if (evaluates) {
                Validation.Score score = validation.score(stop);
                boolean better = score.decisive() > state.best() || Double.isNaN(state.best());
                log.add("evaluation", taken, line -> {
                    score.figures().forEach(line::put);
                    line.put(BEST, better);
                });
                signatures.evaluated(taken, score);
                state = new State(
                        taken,
                        better ? score.decisive() : state.best(),
                        better ? 0 : state.sinceBest() + 1,
                        state.microTokens(),
                        state.weighting());
                keeper.keep(state, better);
            }
            boolean stops = taken < order.steps() && stop.getAsBoolean();
            if (!evaluates && (stops || taken % options.checkpointEvery() == 0)) {
                keeper.keep(state, false);
            }
            if (stops) {
                throw new TrainingStopped(taken);
            }
        }
        return state;
    }

    private boolean impatient(State state) {
        return options.patience() > 0 && state.sinceBest() >= options.patience();
    }

    private State take(State state) {
        long number = state.step();
        int[] batch = order.rows(number);
        double rate = schedule.rate(number);
        int microTokens = state.microTokens();
        while (true) {
            long start = System.nanoTime();
            try {
                Torch.seed(order.drawing(number));
                Taken taken = step.take(parts(batch, microTokens), rate);
                if (!taken.finite()) {
                    throw diverged(number, batch, taken);
                }
                write(number + 1, batch, rate, taken, (System.nanoTime() - start) / 1e9);
                return new State(number + 1, state.best(), state.sinceBest(), microTokens, step.state());
            } catch (RuntimeException e) {
                if (e instanceof TrainingException || !OutOfMemory.says(e)) {
                    throw e;
                }
                int longest = Arrays.stream(batch)
                        .map(r -> rows.get(r).tokens())
                        .max()
                        .orElse(0);
                if (microTokens <= longest / 2) {
                    throw new TrainingException(
                            "memory ran out on a single row of at most " + longest
                                    + " tokens; lower prefixTokens or the candidates of a row, leave long texts out, or take a smaller model",
                            e);
                }
                microTokens /= 2;
                int now = microTokens;
                log.add(
                        "finding",
                        number,
                        line -> line.put("finding", "out-of-memory").put("microTokens", now));
            }
        }
    }

    private List<List<R>> parts(int[] batch, int microTokens) {
        int[] lengths = Arrays.stream(batch).map(r -> rows.get(r).tokens()).toArray();
        return Batches.byLength(lengths, microTokens).stream()
                .map(part ->
                        Arrays.stream(part).mapToObj(k -> rows.get(batch[k])).toList())
                .toList();
    }

    private TrainingException diverged(long number, int[] batch, Taken taken) {
        List<String> over = Arrays.stream(batch).mapToObj(places::get).toList();
        log.add("finding", number, line -> {
            line.put("finding", "not-finite").put("gradientNorm", Double.toString(taken.gradientNorm()));
            over.forEach(line.putArray("rows")::add);
        });
        return new TrainingException("step " + (number + 1) + " over " + String.join(", ", over) + " gave the losses "
                + taken.terms() + " and a gradient of norm " + taken.gradientNorm()
                + ", which are not finite; the last checkpoint is kept: lower learningRate, or look at these rows");
    }

    private void write(long taken, int[] batch, double rate, Taken of, double seconds) {
        log.add("step", taken, line -> {
            line.put("loss", of.loss());
            of.terms().forEach(line::put);
            var weights = line.putObject("weights");
            of.weights().forEach(weights::put);
            line.put("gradientNorm", of.gradientNorm())
                    .put("learningRate", rate)
                    .put(
                            "tokens",
                            Arrays.stream(batch)
                                    .mapToLong(r -> rows.get(r).tokens())
                                    .sum())
                    .put("seconds", seconds);
        });
    }
}
