package io.explainrec.ml.eval.text;

import io.explainrec.ml.text.TextInstruction;

/** What a language model is asked for a row's explanation, in training as in evaluation. */
public final class ExplanationPrompt {
    private ExplanationPrompt() {}

    /**
     * A row as a task, whose answer is the reference.
     *
     * @param opening what the sentence is asked to begin with, see {@link Templates#opening}
     */
    public static TextInstruction of(ExplainedRow row, String opening) {
        return new TextInstruction(
                "In one sentence that starts with \"" + opening + " because\", explain why.",
                "User: " + row.userSummary() + "\nItem: " + row.title() + ". " + row.itemSummary(),
                row.explanation());
    }
}
