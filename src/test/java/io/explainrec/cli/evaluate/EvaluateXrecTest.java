package io.explainrec.cli.evaluate;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.ExplainedFile;
import io.explainrec.cli.instruct.TextJournal;
import io.explainrec.ml.eval.text.ExplanationSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateXrecTest {
    @TempDir
    private Path folder;

    private static String line(Object uid, int item) {
        return "{\"uid\": " + uid + ", \"iid\": " + item + ", \"title\": \"Book\", \"user_summary\": \"Likes it.\","
                + " \"item_summary\": \"Subject " + item + " at length.\", \"explanation\":"
                + " \"The user would buy the book because of subject " + item + " at length.\"}";
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("made.jsonl"), lines);
    }

    private Path made(int rows) throws IOException {
        return file(IntStream.range(0, rows).mapToObj(i -> line(i, i)).toList());
    }

    @Test
    void filesWhosePartsWouldBeCalledAlikeAreRefused(@TempDir Path named) throws IOException {
        Files.writeString(named.resolve("Amazon Books.jsonl"), "");
        Files.writeString(named.resolve("amazon-books.jsonl"), "");
        assertThatThrownBy(() -> ExplainedFile.files(named))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Amazon Books.jsonl and amazon-books.jsonl would both be called 'amazon-books'");
    }

    @Test
    void measuresTemplatesAndPredictionsAndWritesAReport() throws IOException {
        Path file = made(60);
        Path texts = Files.write(
                folder.resolve("other.txt"),
                IntStream.range(0, 60)
                        .mapToObj(i -> "{\"uid\":" + i + ",\"iid\":" + i + ",\"text\":\"of subject " + i + "\"}")
                        .toList());
        Path report = folder.resolve("report");
        String out = EvaluateRun.of(
                "xrec", folder, "--predictions", texts.toString(), "--report", report.toString(), "--rows", "20");
        assertThat(out)
                .contains("made: 20 of ", "(a sample, seed 0)", "60 explanations, 60 users")
                .contains("RESULT explanations.made.template.bleu4-gap 0.00000")
                .containsPattern("RESULT explanations\\.made\\.template-item\\.bleu4-gap\\.low \\d")
                .contains("RESULT explanations.made.predictions.rougeL-shuffled ")
                .contains("RESULT explanations.made.predictions-vs-template.bleu4-gap.value ")
                .contains("RESULT explanations.made.template.distinct2 ");
        assertThat(report.resolve("report.json")).content().contains("bleu4-gap");
        assertThat(report.resolve("report.html")).content().contains("template-item");
        assertThat(EvaluateRun.of("xrec", file)).contains("Note: made: ");
    }

    private void refuses(Path path, String message, String... more) {
        assertThatThrownBy(() -> EvaluateRun.of("xrec", path, more))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    @Test
    void badInputIsNamed() throws IOException {
        refuses(null, "has no PATH");
        refuses(folder.resolve("none"), "does not exist");
        refuses(folder, "holds no file *.jsonl");
        refuses(file(List.of()), "is empty");
        refuses(file(List.of("{}")), "line 1: uid is missing");
        refuses(file(List.of(line(1, 1), "", "nonsense")), "line 3: is no JSON object");
        refuses(file(List.of(line("null", 1))), "uid is null; expected a text or a whole number");
        refuses(file(List.of(line("\" \"", 1))), "uid is \" \"");
        refuses(
                file(List.of(line(1, 1).replace("\"title\": \"Book\"", "\"title\": 3"))),
                "title is 3; expected a text");
        refuses(file(List.of(line(1, 1))), "held-out rows");
        refuses(made(60), "--rows is 1; expected at least 2", "--rows", "1");
    }

    @Test
    void halvesThatAreMissingAreSaid() throws IOException {
        String heldOut = IntStream.range(0, 50)
                .mapToObj(Integer::toString)
                .filter(ExplanationSplit::heldOut)
                .findFirst()
                .orElseThrow();
        refuses(file(List.of(line(heldOut, 1), line(heldOut, 2))), "no row is for training");
        refuses(file(List.of(line(heldOut, 1), line(heldOut, 1))), "1 held-out rows");
    }

    @Test
    void predictionsThatAreMissingOrRepeatedAreNamed() throws IOException {
        Path file = made(60);
        Path texts = folder.resolve("other.txt");
        String line = "{\"uid\":\"1\",\"iid\":1,\"text\":\"a\"}";
        Files.write(texts, List.of(line));
        refuses(file, "has no text for uid ", "--predictions", texts.toString());
        Files.write(texts, List.of(line, line));
        refuses(file, "line 2: repeats uid and iid", "--predictions", texts.toString());
    }

    private static TextJournal.Entry entry(String by, String asked, String text) {
        return new TextJournal.Entry(by, "u", "i", asked, text);
    }

    /** Whatever byte a killed run's last line ends at, the first of a character of two among them. */
    @Test
    void textsAreFoundAgainAfterABreak() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        new TextJournal(file).put(entry("a", "first", "One \"text\"."));
        Files.write(file, new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc3}, APPEND);
        TextJournal resumed = new TextJournal(file);
        resumed.put(entry("a", "second", "Two."));
        TextJournal again = new TextJournal(file);
        assertThat(again.get("first")).isEqualTo("One \"text\".");
        assertThat(again.get("second")).isEqualTo("Two.");
        assertThat(again.get("third")).isNull();
        assertThat(again.byRow()).isEqualTo(Map.of(List.of("u", "i"), "Two."));
    }

    @Test
    void textsOfWhatWroteLastCountAlone() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        TextJournal.Entry old = new TextJournal.Entry("old", "v", "i", "by old of v", "Old of v.");
        new TextJournal(file).put(old);
        new TextJournal(file).put(entry("old", "by old", "Old."));
        new TextJournal(file).put(entry("new", "by new", "New."));
        assertThat(new TextJournal(file).byRow()).isEqualTo(Map.of(List.of("u", "i"), "New."));
        assertThat(new TextJournal(file).get("by old")).isEqualTo("Old.");

        TextJournal again = new TextJournal(file);
        again.put(old);
        again.put(entry("old", "by old", "Old."));
        assertThat(new TextJournal(file).byRow())
                .isEqualTo(Map.of(List.of("u", "i"), "Old.", List.of("v", "i"), "Old of v."));
        assertThat(Files.readString(file).lines().filter(line -> !line.isEmpty()))
                .as("one line more says that the old ones are the newest")
                .hasSize(4);
    }

    @Test
    void textsOfFilesThatDoNotSayWhatWroteThemAreReadAndWrittenAnewOnceTheyAreAskedFor() throws IOException {
        Path file = folder.resolve("texts.jsonl");
        Files.writeString(file, """

                {"uid":"u","iid":"i","asked":"first","text":"One."}
                {"uid":"v","iid":"i","asked":"second","text":"Two."}
                {"uid":"u","iid":"i","asked":"third","text":"Three."}""");
        Map<List<String>, String> texts = Map.of(List.of("u", "i"), "Three.", List.of("v", "i"), "Two.");
        TextJournal journal = new TextJournal(file);
        assertThat(journal.byRow()).isEqualTo(texts);
        assertThat(journal.get("first")).isEqualTo("One.");
        journal.put(entry("model", "third", "Three."));
        assertThat(new TextJournal(file).byRow()).isEqualTo(Map.of(List.of("u", "i"), "Three."));
    }

    @Test
    void keptTextsAreOfThePartWithTheLongestName() throws IOException {
        Path report = Files.createDirectories(folder.resolve("report"));
        for (String part : List.of("amazon", "amazon-2")) {
            new TextJournal(KeptTexts.file(report, part, "zero-shot")).put(entry("a", part, "Of " + part));
        }
        List<String> parts = List.of("amazon", "amazon-2");
        for (String part : parts) {
            assertThat(KeptTexts.of(report, part, parts)).singleElement().satisfies(kept -> {
                assertThat(kept.system()).isEqualTo("zero-shot");
                assertThat(kept.texts()).containsValue("Of " + part);
            });
        }
    }

    @Test
    void twoSystemsOfOneNameAreRefused() throws IOException {
        Path report = Files.createDirectories(folder.resolve("report"));
        new TextJournal(KeptTexts.file(report, "made", "template")).put(entry("a", "first", "One."));
        refuses(made(60), "two systems are called template", "--against", report.toString());
    }
}
