package io.explainrec.cli.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.eval.text.ExplanationSplit;
import io.explainrec.platform.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplanationInstructionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static String line(int k) {
        return "{\"uid\":" + k + ",\"iid\":7,\"title\":\"Book\",\"user_summary\":\"user " + k
                + "\",\"item_summary\":\"an \\\"item\\\"\",\"explanation\":\"It fits because of " + k + ".\"}";
    }

    private String run(Path data) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new InstructionsCommand())
                .setOut(new PrintWriter(out))
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(
                "--format",
                "xrec",
                data.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--licence",
                "as the source says");
        ((InstructionsCommand) line.getCommand()).call();
        return out.toString();
    }

    @Test
    void theTrainingHalfAloneIsWrittenAsEvaluationAsks() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.write(
                data.resolve("made.jsonl"),
                IntStream.range(0, 100)
                        .mapToObj(ExplanationInstructionsTest::line)
                        .toList());
        List<Integer> training = IntStream.range(0, 100)
                .filter(k -> !ExplanationSplit.heldOut("" + k))
                .boxed()
                .toList();
        assertThat(run(data)).contains("made: " + training.size() + " rows of texts");
        String rows = Files.readString(folder.resolve("out/train.jsonl"));
        List<String> lines = rows.lines().toList();
        assertThat(lines).hasSameSizeAs(training);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode row = JSON.readTree(lines.get(i));
            assertThat(row.fieldNames()).toIterable().containsExactly("instruction", "input", "output");
            assertThat(row.path("instruction").asText())
                    .isEqualTo("In one sentence that starts with \"It fits because\", explain why.");
            assertThat(row.path("input").asText())
                    .isEqualTo("User: user " + training.get(i) + "\nItem: Book. an \"item\"");
            assertThat(row.path("output").asText()).isEqualTo("It fits because of " + training.get(i) + ".");
        }
        JsonNode manifest = JSON.readTree(folder.resolve("out/manifest.json").toFile());
        assertThat(manifest.path("rows").path("made").asInt()).isEqualTo(training.size());
        assertThat(manifest.path("licence").asText()).isEqualTo("as the source says");
        assertThat(manifest.path("sha256").asText()).isEqualTo(Sha256.hex(rows));
        assertThat(manifest.path("split").asText()).contains("are left out");
    }

    @Test
    void rowsForEvaluationAloneAreNoTrainingData() throws IOException {
        int heldOut = IntStream.range(0, 50)
                .filter(k -> ExplanationSplit.heldOut("" + k))
                .findFirst()
                .orElseThrow();
        Path data = Files.write(folder.resolve("made.jsonl"), List.of(line(heldOut)));
        assertThatThrownBy(() -> run(data))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("made.jsonl: no row is for training");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
