package io.explainrec.ml.train;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SoftTokens;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.TaskRow;
import java.util.List;

/**
 * What a run learns from, made ready for a model: rows, the tasks that they teach, and what is not learned from but scored.
 *
 * @param <R> the kind of row
 */
interface TrainingMaterial<R extends TaskRow> extends AutoCloseable {
    List<R> rows();

    /** Where each row stands: what it is called where something is wrong with it. */
    List<String> places();

    /** At least one; closed with the material. */
    List<? extends Task<R>> tasks();

    /**
     * Scores the validation rows.
     *
     * @param linears of the model as it is being trained, without dropout
     */
    Validation validation(Linears linears);

    /** What is trained beside the adapter and the tasks' own parameters. */
    default List<Trained.Head> heads() {
        return List.of();
    }

    /** Vectors in place of tokens of a pass over a part; null where there are none. */
    default SoftTokens soft(List<R> part, SequenceBatch read, NDManager scope) {
        return null;
    }

    @Override
    default void close() {}
}
