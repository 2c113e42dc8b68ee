package io.explainrec.ml.train;

import io.explainrec.ml.instruct.TextRows;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.TextSequence;
import io.explainrec.ml.task.TextTask;
import io.explainrec.ml.text.TextFormat;
import java.nio.file.Path;
import java.util.List;

/** Answers to instructions in words. */
final class TextMaterial implements TrainingMaterial<TextSequence> {
    private final Llama llama;
    private final TextFormat format;
    private final Path file;
    private final int microTokens;
    private final List<TextSequence> rows;
    private final List<String> places;
    private final List<TextSequence> validated;

    /**
     * @throws TrainingException naming the line of a row that the model's context does not hold
     */
    TextMaterial(Llama llama, TextRows data, TrainingOptions options) {
        this.llama = llama;
        format = new TextFormat(llama.tokenizer());
        file = data.file();
        microTokens = options.microTokens();
        TextParts parts = TextParts.of(data.rows(), options.rows(), options.validationUsers(), options.seed());
        rows = parts.learned().stream().map(this::encoded).toList();
        places = parts.learned().stream().map(this::place).toList();
        validated = parts.held().stream().map(this::encoded).toList();
    }

    private TextSequence encoded(TextRows.Row row) {
        TextSequence encoded = new TextSequence(
                format.prompt(row.text()), format.answer(row.text().output()));
        int context = llama.config().context();
        if (encoded.deepest() > context) {
            throw new TrainingException(place(row) + " takes " + encoded.deepest()
                    + " tokens with its answer, and the model's context is " + context
                    + "; shorten the row, or leave it out");
        }
        return encoded;
    }

    private String place(TextRows.Row row) {
        return file.getFileName() + " line " + row.line();
    }

    @Override
    public List<TextSequence> rows() {
        return rows;
    }

    @Override
    public List<? extends Task<TextSequence>> tasks() {
        return List.of(new TextTask(llama));
    }

    @Override
    public List<String> places() {
        return places;
    }

    @Override
    public Validation validation(Linears linears) {
        return new TextValidation(llama, linears, validated, microTokens);
    }
}
