package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Scores candidates of rows over their shared histories, as serving does. */
public final class RowScores {
    private RowScores() {}

    /**
     * logit(yes) - logit(no) of each row's candidates.
     *
     * @param progress told the number of rows done
     * @param stop asked between layers whether to give up
     * @throws io.explainrec.ml.llama.CancelledCall where it gave up
     */
    public static List<float[]> of(
            PrefixScorer scorer, List<AttributedSequence> rows, LongConsumer progress, BooleanSupplier stop) {
        return of(scorer, null, rows, progress, stop);
    }

    /**
     * The same with items' vectors in the prompts.
     *
     * @param items null where they have none
     */
    public static List<float[]> of(
            PrefixScorer scorer,
            SoftItems items,
            List<AttributedSequence> rows,
            LongConsumer progress,
            BooleanSupplier stop) {
        List<float[]> scores = new ArrayList<>();
        Torch.withoutGradients(() -> {
            for (AttributedSequence row : rows) {
                List<int[]> prompts = row.candidates().stream()
                        .map(AttributedCandidate::prompt)
                        .toList();
                scores.add(scorer.score(
                        new SharedPrompts(row.prefix(), prompts, SoftItems.tokens(items, row)), null, stop));
                progress.accept(scores.size());
            }
        });
        return scores;
    }
}
