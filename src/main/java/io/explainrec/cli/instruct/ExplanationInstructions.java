package io.explainrec.cli.instruct;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.ExplainedFile;
import io.explainrec.cli.data.LineFiles;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.text.ExplainedRow;
import io.explainrec.ml.eval.text.ExplanationPrompt;
import io.explainrec.ml.eval.text.ExplanationSplit;
import io.explainrec.ml.eval.text.Templates;
import io.explainrec.ml.instruct.TextFiles;
import io.explainrec.ml.text.TextInstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The training half of explanation texts as what a language model is asked and should answer. */
final class ExplanationInstructions {
    private static final String SPLIT =
            "by users, sha256(id) mod 10: 5 to 9 train, 0 to 4, which evaluation measures, are left out";

    private ExplanationInstructions() {}

    /** Writes those of the file, or of the folder's files. */
    static TextFiles.TextManifest write(Path path, Path out, String source, String licence) {
        Map<String, List<TextInstruction>> parts = new TreeMap<>();
        for (Path file : ExplainedFile.files(path)) {
            List<ExplainedRow> training =
                    ExplanationSplit.of(ExplainedFile.read(file)).training();
            try {
                String opening = Templates.fit(training).opening();
                parts.put(
                        LineFiles.part(file),
                        training.stream()
                                .map(row -> ExplanationPrompt.of(row, opening))
                                .toList());
            } catch (EvaluationException e) {
                throw new CommandException(file + ": " + e.getMessage());
            }
        }
        return TextFiles.write(out, source, licence, SPLIT, parts);
    }
}
