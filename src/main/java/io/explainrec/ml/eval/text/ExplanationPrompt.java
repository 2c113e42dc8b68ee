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
                question(opening),
                "User: " + row.userSummary() + "\nItem: " + row.title() + ". " + row.itemSummary(),
                row.explanation());
    }

    /** The same question of nobody and nothing, which {@linkplain io.explainrec.ml.llama.Guidance guidance} leads away from. */
    public static TextInstruction plain(String opening) {
        return new TextInstruction(question(opening), "User: \nItem: ", "");
    }

    private static String question(String opening) {
        return "In one sentence that starts with \"" + opening + " because\", explain why.";
    }
}
