package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.SequenceBatch;
import java.util.List;
import java.util.Map;

/**
 * One of the things that rows teach. All tasks of a step read one forward pass, each at its own places, so that a history is paid for
 * once.
 *
 * @param <R> the kind of row
 */
public interface Task<R extends TaskRow> {
    /** As it is called in options, metrics and findings. */
    String name();

    /** What it learns beside the adapter; none by default. */
    default Map<String, NDArray> parameters() {
        return Map.of();
    }

    /** The task over an effective batch, whose parts are computed one after another. */
    Batch<R> over(List<R> batch);

    /**
     * A task's part in a step.
     *
     * @param <R> the kind of row
     */
    interface Batch<R> {
        /** What the whole batch says of the task; where it is 0, the step leaves the task alone. */
        int labels();

        /**
         * The places whose hidden states are asked for, in the order that {@link #share} reads them in.
         *
         * @param read the part's sequences, as {@link TaskRow#shared} gives them
         */
        long[] places(List<R> part, SequenceBatch read);

        /**
         * The part's share of the task's loss, which is a mean over the whole batch.
         *
         * @param hidden (N,E) at the places, at least one
         * @param linears with the adapter that is trained, for a pass of the task's own
         */
        Share share(List<R> part, NDArray hidden, Linears linears);
    }

    /**
     * A share of the loss.
     *
     * @param loss a scalar with its graph; null where the part has nothing of the task
     * @param terms what it is made of, by name, for the record; the parts' terms add up to the batch's
     */
    record Share(NDArray loss, Map<String, Double> terms) {
        public Share {
            terms = Map.copyOf(terms);
        }
    }
}
