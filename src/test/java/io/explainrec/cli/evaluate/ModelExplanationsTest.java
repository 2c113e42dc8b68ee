package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.evaluate.TextModel.Asked;
import io.explainrec.cli.instruct.TextJournal;
import io.explainrec.ml.eval.Progress;
import io.explainrec.ml.eval.text.ExplainedRow;
import io.explainrec.ml.eval.text.ExplanationSplit;
import io.explainrec.ml.text.TextFormat;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base of two small layers whose texts mean nothing. */
class ModelExplanationsTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void model() throws IOException {
        model = SmallModel.write(folder.resolve("base"));
    }

    private static ExplainedRow row(int k) {
        return new ExplainedRow("u" + k, "i" + k, "Book", "Likes " + k, "Of " + k, "Since it is of " + k);
    }

    private List<String> texts(int rows, Path journal, AtomicInteger done) {
        Progress progress = new Progress() {
            @Override
            public void steps(int total) {
                assertThat(total).isEqualTo(rows);
            }

            @Override
            public void done(String step) {
                assertThat(step).isEqualTo("made");
                done.incrementAndGet();
            }
        };
        try (TextModel asked = new TextModel(model, Asked.ALPACA)) {
            return new ModelExplanations(asked, 0)
                    .texts(
                            IntStream.range(0, rows)
                                    .mapToObj(ModelExplanationsTest::row)
                                    .toList(),
                            "Since",
                            new TextJournal(journal),
                            progress,
                            "made");
        }
    }

    @Test
    void textsComeInTheRowsOrderAndWhatIsInTheJournalIsNotAskedAgain() throws IOException {
        Path journal = folder.resolve("texts.jsonl");
        AtomicInteger done = new AtomicInteger();
        List<String> few = texts(3, journal, done);
        String kept = Files.readString(journal);
        assertThat(few).hasSize(3).doesNotContainNull();
        Files.writeString(journal, kept.replaceFirst("(\"uid\":\"u1\".*\"text\":\")", "$1kept "));
        List<String> more = texts(40, journal, done);
        assertThat(more.get(0)).isEqualTo(few.get(0));
        assertThat(more.get(1)).isEqualTo("kept " + few.get(1));
        assertThat(more).hasSize(40).doesNotContainNull();
        assertThat(done).hasValue(43);
        assertThat(texts(40, null, done)).as("without the journal").element(2).isEqualTo(few.get(2));
    }

    @Test
    void anotherModelIsAskedAnew() throws IOException {
        Path journal = folder.resolve("texts.jsonl");
        texts(1, journal, new AtomicInteger());
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(model.resolve("model.safetensors"), weights);
        texts(1, journal, new AtomicInteger());
        assertThat(Files.readString(journal).strip().lines().distinct()).hasSize(2);
    }

    @Test
    void aPromptOfEachWayHoldsTheTaskAndAModelWithoutChatIsRefused() {
        TextInstruction task = new TextInstruction("Explain.", "User", "why");
        try (TextModel asked = new TextModel(model, null)) {
            throw new AssertionError("was taken: " + asked.identity());
        } catch (CommandException e) {
            assertThat(e).hasMessageContaining("has no chat token <|im_end|>").hasMessageContaining("--asked alpaca");
        }
        try (TextModel asked = new TextModel(model, Asked.ALPACA)) {
            assertThat(asked.prompt(task))
                    .isEqualTo(new TextFormat(asked.llama().tokenizer()).prompt(task));
            assertThat(asked.identity()).endsWith("asked as alpaca");
        }
    }

    @Test
    void aModelIsMeasuredAgainstWhatAnotherRunKept() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.write(
                data.resolve("made.jsonl"),
                IntStream.range(0, 40).mapToObj(k -> row(k, k)).toList());
        String first = folder.resolve("first").toString();
        String[] asked = {"--model", model.toString(), "--asked", "alpaca", "--rows", "5", "--report"};
        assertThat(EvaluateRun.of("xrec", data, with(asked, first)))
                .contains("RESULT explanations.made.zero-shot.bleu4-gap ")
                .contains("zero-shot-vs-template.bleu4-gap.value ");
        assertThat(EvaluateRun.of(
                        "xrec",
                        data,
                        with(asked, folder.resolve("second").toString(), "--against", first, "--name", "taught")))
                .containsPattern("RESULT explanations\\.made\\.taught-vs-zero-shot\\.bleu4-gap\\.value -?0\\.00000")
                .contains("RESULT explanations.made.taught-vs-zero-shot.bleu4-gap.low ");
        assertThat(EvaluateRun.of("xrec", data, "--rows", "5", "--against", first))
                .as("without a model of its own")
                .contains("RESULT explanations.made.zero-shot-vs-template.bleu4-gap.value ");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, "--rows", "9", "--against", first))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("texts-made-zero-shot.jsonl has no text for uid ");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, "--against", data.toString()))
                .hasMessageContaining("holds no texts of made, such as texts-made-zero-shot.jsonl");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, "--against", first + "x"))
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, with(asked, first, "--name", "A b")))
                .hasMessageContaining("--name is A b; expected small letters");
    }

    private static String row(Object user, int item) {
        return "{\"uid\":\"" + user + "\",\"iid\":" + item + ",\"title\":\"Book\",\"user_summary\":\"u\","
                + "\"item_summary\":\"of " + item + "\",\"explanation\":\"Fit because of " + item + ".\"}";
    }

    @Test
    void whatASecondFileLacksIsSaidBeforeTheModelIsAskedAboutTheFirst() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        List<String> rows = IntStream.range(0, 40).mapToObj(k -> row(k, k)).toList();
        Files.write(data.resolve("made.jsonl"), rows);
        Files.write(data.resolve("other.jsonl"), rows);
        Path first = folder.resolve("first");
        String[] asked = {"--model", model.toString(), "--asked", "alpaca", "--rows", "5", "--report"};
        EvaluateRun.of("xrec", data.resolve("made.jsonl"), with(asked, first.toString()));
        Path second = folder.resolve("second");
        String[] against = with(asked, second.toString(), "--against", first.toString(), "--name", "taught");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, against)).hasMessageContaining("holds no texts of other");
        assertThat(second).isEmptyDirectory();

        String heldOut = IntStream.range(0, 40)
                .mapToObj(Integer::toString)
                .filter(ExplanationSplit::heldOut)
                .findFirst()
                .orElseThrow();
        Files.write(data.resolve("other.jsonl"), List.of(row(heldOut, 1), row(heldOut, 2)));
        assertThatThrownBy(() -> EvaluateRun.of("xrec", data, with(asked, second.toString())))
                .hasMessageContaining("no row is for training");
        assertThat(second).isEmptyDirectory();
    }

    @Test
    void optionsThatSayNothingToAFormatAreRefused() {
        assertThatThrownBy(() -> EvaluateRun.of("xrec", folder, "--probe", "--first", "50"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--probe")
                .hasMessageContaining("--first")
                .hasMessageContaining("say nothing to --format xrec");
        assertThatThrownBy(() -> EvaluateRun.of("demo", null, "--rows", "5", "--name", "a"))
                .hasMessageContaining("--rows and --name say nothing to --format demo");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
