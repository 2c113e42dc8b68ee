package io.explainrec.ml.adapt;

import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SoftToken;
import java.util.List;
import java.util.function.Function;

/** Reads the states of rows from a model, on its thread. */
public final class StateReader {
    private final SequenceEncoder encoder;
    private final PrefixScorer scorer;
    private final Function<AttributedSequence, List<SoftToken>> soft;

    /**
     * @param soft tokens of a sequence's candidates, null where one has none
     */
    public StateReader(
            SequenceEncoder encoder, PrefixScorer scorer, Function<AttributedSequence, List<SoftToken>> soft) {
        this.encoder = encoder;
        this.scorer = scorer;
        this.soft = soft;
    }

    /** The task of a user's rows: two forwards of a history with its candidates. */
    public MetaLearning.Task task(UserRows rows) {
        return new MetaLearning.Task(states(rows.support()), states(rows.query()));
    }

    private LabelledStates states(InstructionRow row) {
        AttributedSequence sequence = encoder.encode(row);
        PrefixScorer.States states = scorer.states(
                sequence.prefix(),
                sequence.candidates().stream().map(AttributedCandidate::prompt).toList(),
                soft.apply(sequence),
                () -> false);
        boolean[] liked = new boolean[states.scores().length];
        for (int c = 0; c < liked.length; c++) {
            liked[c] = row.candidates().get(c).liked();
        }
        return new LabelledStates(states.hidden(), states.scores(), liked);
    }
}
