package io.explainrec.ml.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.instruct.TextRows.Row;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.ml.weights.ModelHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRowsTest {
    private static final String ROW = "{\"instruction\": \"Add.\", \"input\": \"1 and 1\", \"output\": \"2\"}";

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.json"), List.of(lines));
    }

    private void refuses(String message, String... lines) throws IOException {
        Path file = file(lines);
        assertThatThrownBy(() -> TextRows.open(file, null))
                .isInstanceOf(InstructionException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void readsLinesAndArraysAlike() throws IOException {
        String other = "{\"instruction\": \"Greet.\", \"output\": \"Hi\", \"input\": null, \"text\": \"passed over\"}";
        List<TextInstruction> expected =
                List.of(new TextInstruction("Add.", "1 and 1", "2"), new TextInstruction("Greet.", "", "Hi"));
        TextRows lines = TextRows.open(file(ROW, "", other), "CC BY-NC 4.0");
        assertThat(lines.rows()).extracting(Row::text).isEqualTo(expected);
        assertThat(lines.rows()).extracting(Row::line).containsExactly(1, 3);
        assertThat(lines.manifest().source()).isEqualTo("rows.json");
        assertThat(lines.manifest().licence()).isEqualTo("CC BY-NC 4.0");
        assertThat(lines.manifest().rows()).isEqualTo(Map.of("train", 2));
        assertThat(lines.manifest().sha256()).isEqualTo(ModelHash.of(folder.resolve("rows.json")));
        TextRows array = TextRows.open(file(" [", ROW + ",", "", other, "]"), null);
        assertThat(array.rows()).extracting(Row::text).isEqualTo(expected);
        assertThat(array.rows()).extracting(Row::line).containsExactly(2, 4);
    }

    @Test
    void namesTheLineThatCannotBeRead() throws IOException {
        refuses("line 2 cannot be read", ROW, "{\"instruction\": \"Add.");
        refuses("line 1 cannot be read", ROW + ROW);
        refuses("line 3: expected an object with 'instruction' and 'output'", ROW, "", "{\"instruction\": \"Add.\"}");
        refuses("line 1: expected an object", "{\"output\": \"2\"}");
        refuses("line 1: expected an object", "{\"instruction\": \" \", \"output\": \"2\"}");
        refuses("line 1: expected an object", "{\"instruction\": \"Add.\", \"input\": [1], \"output\": \"2\"}");
        refuses("line 1: expected an object", "\"Add.\"");
        refuses("line 3: expected an object", "[", ROW + ",", "7]");
        refuses("line 2 cannot be read", "[" + ROW, ROW + "]");
        refuses("line 2 cannot be read", "[" + ROW + ",");
        refuses("line 2: goes on behind its array", "[" + ROW + "]", ROW);
        refuses("holds no rows", "");
        refuses("holds no rows", "[]");
    }

    @Test
    void namesAllLinesWithoutAnAnswer() throws IOException {
        String without = "{\"instruction\": \"Add.\", \"output\": \" \"}";
        refuses("has 2 rows whose output is blank, at line 2, 3; leave them out", ROW, without, without);
        refuses(
                "has 12 rows whose output is blank, at line 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and behind",
                IntStream.range(0, 12).mapToObj(k -> without).toArray(String[]::new));
    }

    @Test
    void refusesAFileThatIsNotThereOrNoText() throws IOException {
        assertThatThrownBy(() -> TextRows.open(folder.resolve("none.json"), null))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("none.json cannot be read");
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'"', (byte) 0xe4, '"'});
        assertThatThrownBy(() -> TextRows.open(latin, null))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void whatAFolderTellsOfItsRowsCounts() throws IOException {
        TextFiles.TextManifest written = TextFiles.write(
                folder, "XRec", "MIT", "by users", Map.of("amazon", List.of(new TextInstruction("Why?", "a", "b"))));
        assertThat(TextRows.open(folder, null).manifest()).isEqualTo(written);
        assertThat(TextRows.open(folder.resolve("train.jsonl"), "MIT").manifest())
                .isEqualTo(written);
        assertThatThrownBy(() -> TextRows.open(folder, "CC0"))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("has the licence 'MIT' in its manifest, and 'CC0' is given");
        Files.writeString(folder.resolve("train.jsonl"), ROW);
        assertThatThrownBy(() -> TextRows.open(folder, null))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("tells of train.jsonl with SHA-256 " + written.sha256());
        Files.writeString(folder.resolve("manifest.json"), "{");
        assertThatThrownBy(() -> TextRows.open(folder, null))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("manifest.json cannot be read");
    }
}
