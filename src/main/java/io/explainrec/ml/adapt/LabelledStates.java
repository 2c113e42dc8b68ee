package io.explainrec.ml.adapt;

import java.util.List;

/**
 * Candidates of one user as the model sees them at the slot of the answer, with their verdicts.
 *
 * @param states N hidden states behind the last norm, each (E)
 * @param logits N, of the model without adaptation
 * @param liked N
 */
public record LabelledStates(List<float[]> states, float[] logits, boolean[] liked) {
    public LabelledStates {
        states = List.copyOf(states);
        if (states.size() != logits.length || states.size() != liked.length) {
            throw new IllegalArgumentException(states.size() + " states, " + logits.length + " logits and "
                    + liked.length + " verdicts; expected as many of each");
        }
    }

    int size() {
        return logits.length;
    }
}
