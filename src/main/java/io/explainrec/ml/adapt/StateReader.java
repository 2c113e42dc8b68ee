package io.explainrec.ml.adapt;

import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.FirstTokenGradient;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.llama.SoftToken;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Reads rows of users from a model, on its thread. */
public final class StateReader {
    private final SequenceEncoder encoder;
    private final PrefixScorer scorer;
    private final Function<AttributedSequence, List<SoftToken>> soft;
    private final BooleanSupplier stop;

    /**
     * @param soft tokens of a sequence's candidates, null where one has none
     * @param stop asked between layers whether to give up, with a {@link io.explainrec.ml.llama.CancelledCall}
     */
    public StateReader(
            SequenceEncoder encoder,
            PrefixScorer scorer,
            Function<AttributedSequence, List<SoftToken>> soft,
            BooleanSupplier stop) {
        this.encoder = encoder;
        this.scorer = scorer;
        this.soft = soft;
        this.stop = stop;
    }

    /** The task of a user's rows for a head: two forwards of a history with its candidates. */
    public MetaLearning.Task task(UserRows rows) {
        return new MetaLearning.Task(states(rows.support()), states(rows.query()));
    }

    /** The same for a token, read whenever it is asked for. */
    public TokenLearning.Task tokenTask(UserRows rows) {
        return new TokenLearning.Task() {
            @Override
            public TokenLearning.Verdicts support() {
                return verdicts(rows.support());
            }

            @Override
            public TokenLearning.Verdicts query() {
                return verdicts(rows.query());
            }
        };
    }

    private LabelledStates states(InstructionRow row) {
        PrefixScorer.States states = scorer.states(prompts(row), null, stop);
        return new LabelledStates(states.hidden(), states.scores(), liked(row));
    }

    private TokenLearning.Verdicts verdicts(InstructionRow row) {
        return verdicts(scorer, prompts(row), liked(row), stop);
    }

    /** Verdicts on prompts, whose prefix is read now. */
    static TokenLearning.Verdicts verdicts(
            PrefixScorer scorer, SharedPrompts prompts, boolean[] liked, BooleanSupplier stop) {
        FirstTokenGradient gradient = scorer.gradient(prompts, liked, stop);
        return new TokenLearning.Verdicts() {
            @Override
            public float[] logits(float[] token) {
                return gradient.logits(token, stop);
            }

            @Override
            public float[] gradient(float[] token) {
                return gradient.gradient(token, stop);
            }

            @Override
            public boolean[] liked() {
                return liked;
            }

            @Override
            public void close() {
                gradient.close();
            }
        };
    }

    private SharedPrompts prompts(InstructionRow row) {
        AttributedSequence sequence = encoder.encode(row);
        return new SharedPrompts(
                sequence.prefix(),
                sequence.candidates().stream().map(AttributedCandidate::prompt).toList(),
                soft.apply(sequence));
    }

    private static boolean[] liked(InstructionRow row) {
        boolean[] liked = new boolean[row.candidates().size()];
        for (int c = 0; c < liked.length; c++) {
            liked[c] = row.candidates().get(c).liked();
        }
        return liked;
    }
}
