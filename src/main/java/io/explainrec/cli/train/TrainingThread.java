package io.explainrec.cli.train;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.EngineThread;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.tensor.Torch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Runs training so that a signal ends it in good order. */
public final class TrainingThread {
    private TrainingThread() {}

    /**
     * What the work gives. Where the process is asked to end, the work is told, and the engine stays until it has ended: taken down while
     * it computes, it takes the process with it.
     *
     * @param threads inside an operation
     * @param work is given what says whether it should stop
     */
    public static <T> T call(int threads, Function<BooleanSupplier, T> work) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread ending = new Thread(
                () -> {
                    stop.set(true);
                    await(ended);
                },
                "training-ends");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return EngineThread.call("training", () -> {
                try {
                    Torch.trainingThread(threads);
                    return work.apply(stop::get);
                } finally {
                    ended.countDown();
                }
            });
        } catch (CancelledCall e) {
            throw new CommandException("stopped; start it again, and it goes on from what is kept");
        } finally {
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(ending);
            }
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
