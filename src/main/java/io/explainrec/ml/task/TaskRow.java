package io.explainrec.ml.task;

import io.explainrec.ml.llama.SharedSequence;

/** What a step takes in as a whole: a history, or a prompt, and what branches off behind it. */
public interface TaskRow {
    /** All tokens of one forward pass. */
    SharedSequence shared();

    /** Tokens from the first to the last of the longest branch, of any pass: what the model's context must hold. */
    int deepest();

    /** Tokens of one forward pass. */
    default int tokens() {
        return shared().tokens();
    }
}
