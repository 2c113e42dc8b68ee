package io.explainrec.cli.evaluate;

import io.explainrec.cli.instruct.TextJournal;
import io.explainrec.ml.eval.Progress;
import io.explainrec.ml.eval.text.ExplainedRow;
import io.explainrec.ml.eval.text.ExplanationPrompt;
import io.explainrec.ml.llama.BatchGenerator;
import io.explainrec.ml.llama.Generation;
import io.explainrec.ml.llama.Guidance;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.platform.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A language model that is asked why a user takes an item. */
final class ModelExplanations {
    /** Most tokens of an answer. */
    static final int TOKENS = 64;

    /** Texts that are written at a time: more take more memory and are hardly faster. */
    private static final int ROWS = 32;

    private final TextModel model;
    private final double guidance;

    /**
     * @param guidance its strength; 0 for none
     */
    ModelExplanations(TextModel model, double guidance) {
        this.model = model;
        this.guidance = guidance;
    }

    /**
     * A text for each row, of the journal where it is there.
     *
     * @param opening what the sentence is asked to begin with
     * @param part that the progress tells of
     */
    List<String> texts(List<ExplainedRow> rows, String opening, TextJournal journal, Progress progress, String part) {
        String[] texts = new String[rows.size()];
        String[] asked = new String[rows.size()];
        String by = model.identity() + "\n" + TOKENS + (guidance > 0 ? ", guided by " + guidance : "");
        List<Integer> missing = new ArrayList<>();
        List<int[]> prompts = new ArrayList<>();
        progress.steps(rows.size());
        for (int r = 0; r < texts.length; r++) {
            TextInstruction task = ExplanationPrompt.of(rows.get(r), opening);
            asked[r] = Sha256.hex(by + "\n" + task.instruction() + "\n" + task.input());
            texts[r] = journal.get(asked[r]);
            if (texts[r] == null) {
                missing.add(r);
                prompts.add(model.prompt(task));
            } else {
                journal.put(entry(by, rows.get(r), asked[r], texts[r]));
                progress.done(part);
            }
        }
        Optional<Guidance> guide = guidance > 0
                ? Optional.of(new Guidance(model.prompt(ExplanationPrompt.plain(opening)), guidance))
                : Optional.empty();
        new BatchGenerator(model.llama(), model.linears(), ROWS, guide)
                .generate(
                        prompts,
                        Generation.greedy(TOKENS, Set.of(model.end())),
                        (prompt, tokens) -> {
                            int r = missing.get(prompt);
                            texts[r] = model.llama()
                                    .tokenizer()
                                    .decode(tokens)
                                    .strip()
                                    .replaceAll("\\s+", " ");
                            journal.put(entry(by, rows.get(r), asked[r], texts[r]));
                            progress.done(part);
                        },
                        () -> false);
        return Arrays.asList(texts);
    }

    private static TextJournal.Entry entry(String by, ExplainedRow row, String asked, String text) {
        return new TextJournal.Entry(by, row.user(), row.item(), asked, text);
    }
}
