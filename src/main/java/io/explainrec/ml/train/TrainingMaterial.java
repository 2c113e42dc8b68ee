package io.explainrec.ml.train;

import io.explainrec.ml.llama.Linears;
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

    /** At least one; closed with the material. */
    List<? extends Task<R>> tasks();

    /** Rows that are scored; empty where there are none. */
    List<R> validated();

    /**
     * Scores the validation rows.
     *
     * @param linears of the model as it is being trained, without dropout
     */
    Validation validation(Linears linears);

    @Override
    default void close() {}
}
