package io.explainrec.ml.train;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.TextSequence;
import io.explainrec.ml.task.TextTask;
import io.explainrec.ml.tensor.Batches;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The mean loss of a token of answers that are not learned from. */
record TextValidation(Llama llama, Linears linears, List<TextSequence> rows, int microTokens) implements Validation {
    @Override
    public Score score(BooleanSupplier stop) {
        Task.Batch<TextSequence> batch = new TextTask(llama).over(rows);
        int[] lengths = rows.stream().mapToInt(TextSequence::tokens).toArray();
        double[] loss = new double[1];
        Torch.withoutGradients(() -> Batches.byLength(lengths, microTokens).forEach(part -> {
            if (stop.getAsBoolean()) {
                throw new CancelledCall();
            }
            List<TextSequence> of = Arrays.stream(part).mapToObj(rows::get).toList();
            SequenceBatch read =
                    new SequenceBatch(of.stream().map(TextSequence::shared).toList());
            try (NDManager scope = llama.newCall()) {
                loss[0] += batch.share(of, llama.hidden(read, batch.places(of, read), linears, scope), linears)
                        .terms()
                        .get(TextTask.NAME);
            }
        }));
        return Score.ofLoss(loss[0]);
    }
}
