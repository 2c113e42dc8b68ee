package io.explainrec.cli;

import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.tensor.Torch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Runs training on a thread of its own, since keeping graphs and the threads of operations are settings of the thread. */
final class TrainingThread {
    private TrainingThread() {}

    /**
     * What the work gives. Where the process is asked to end, the work is told, and the engine stays until it has ended: taken down while
     * it computes, it takes the process with it.
     *
     * @param threads inside an operation
     * @param work is given what says whether it should stop
     */
    static <T> T call(int threads, Function<BooleanSupplier, T> work) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> {
            Torch.trainingThread(threads);
            return work.apply(stop::get);
        });
        Thread training = Thread.ofPlatform().name("training").unstarted(task);
        Thread ending = new Thread(
                () -> {
                    stop.set(true);
                    await(training);
                },
                "training-ends");
        Runtime.getRuntime().addShutdownHook(ending);
        training.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancelledCall) {
                throw new CommandException("stopped; start it again to go on");
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(ending);
            }
        }
    }

    private static void await(Thread training) {
        try {
            training.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
