package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Answers in words: the mean cross-entropy of all answers' tokens of a batch, so that each token weighs the same; no prompt is learned.
 * The vocabulary is projected to at the answers' places alone.
 */
public final class TextTask implements Task<TextSequence> {
    /** The task's name, and that of its one term. */
    public static final String NAME = "text";

    private final Llama llama;

    public TextTask(Llama llama) {
        this.llama = llama;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Batch<TextSequence> over(List<TextSequence> batch) {
        return new Texts(answers(batch).length);
    }

    private static int[] answers(List<TextSequence> rows) {
        return rows.stream().flatMapToInt(row -> IntStream.of(row.answer())).toArray();
    }

    private final class Texts implements Batch<TextSequence> {
        private final int tokens;

        Texts(int tokens) {
            this.tokens = tokens;
        }

        @Override
        public int labels() {
            return tokens;
        }

        @Override
        public long[] places(List<TextSequence> part, SequenceBatch read) {
            return IntStream.range(0, part.size())
                    .mapToObj(s -> {
                        long first = read.place(s, 0, part.get(s).prompt().length - 1);
                        return LongStream.range(first, first + part.get(s).answer().length);
                    })
                    .flatMapToLong(places -> places)
                    .toArray();
        }

        @Override
        public Share share(List<TextSequence> part, NDArray hidden, Linears linears) {
            NDArray loss = llama.crossEntropy(hidden, answers(part))
                    .sum()
                    .div(hidden.getManager().create((float) tokens));
            return new Share(loss, Map.of(NAME, (double) loss.getFloat()));
        }
    }
}
