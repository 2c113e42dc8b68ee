package io.explainrec.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.evaluate.EvaluateRun;
import io.explainrec.cli.fusion.FusionFitCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.train.AblateCommand;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of data sets and what of them is refused, the same in every command. */
class DataOptionsTest extends InstalledCommands {
    private static final int ROWS = 120;

    private String out() {
        return folder.resolve("out").toString();
    }

    /** A shop whose interactions have these columns beside user and item. */
    private String csv(String columns, IntFunction<String> row) throws IOException {
        Path data = Files.createDirectories(folder.resolve("shop"));
        Files.write(
                data.resolve("interactions.csv"),
                Stream.concat(
                                Stream.of("user,item," + columns),
                                IntStream.range(0, ROWS).mapToObj(k -> "u" + k % 8 + ",i" + k / 8 + "," + row.apply(k)))
                        .toList());
        return data.toString();
    }

    private static String rating(int k) {
        return "" + (1 + k * 7 % 5);
    }

    private static void refuses(Object command, String message, String... arguments) {
        assertThatThrownBy(() -> run(command, arguments))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    static List<Supplier<Object>> learning() {
        return List.of(InstructionsCommand::new, AblateCommand::new, FusionFitCommand::new);
    }

    @ParameterizedTest
    @MethodSource("learning")
    void ratingsWithoutAScaleAskForOne(Supplier<Object> command) throws IOException {
        String data = csv("rating,time", k -> rating(k) + "," + (k + 1));
        refuses(
                command.get(),
                "shop has no interactions to go by. Left out: 120 ratings have no meaning here, since it is not known what"
                        + " is a like; give --liked-above",
                "--format",
                "csv",
                data,
                "--out",
                out());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("learning")
    void someTimesAreWorseThanNone(Supplier<Object> command) throws IOException {
        String data = csv("liked,time", k -> (k % 3 == 0) + "," + (k == 7 ? "" : k + 1));
        refuses(command.get(), "1 of 120 interactions have no time", "--format", "csv", data, "--out", out());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatIsLeftOutIsSaid() throws IOException {
        String data = csv(
                "liked,rating,time", k -> (k % 2 == 0 ? "true," : k == 1 ? "so," : "," + rating(k)) + "," + (k + 1));
        assertThat(run(new InstructionsCommand(), "--format", "csv", data, "--out", out()))
                .contains("Left out: 1 rows that cannot be read, the first interactions.csv line 3: liked is 'so'")
                .contains("59 ratings have no meaning here");
        assertThat(run(new InstructionsCommand(), "--format", "csv", data, "--out", out(), "--liked-above", "3"))
                .contains("Left out: 1 rows that cannot be read, the first interactions.csv line 3: liked is 'so'")
                .doesNotContain("ratings have no meaning");
        assertThat(EvaluateRun.of("csv", Path.of(data))).contains("59 ratings have no meaning here");
    }

    @Test
    void ratingsAboveAThresholdAreLikes() throws IOException {
        String data = csv("rating,time", k -> rating(k) + "," + (k + 1));
        assertThat(run(new InstructionsCommand(), "--format", "csv", data, "--out", out(), "--liked-above", "3"))
                .containsPattern("train.jsonl: .* 96 candidates, 38 of them liked");
        assertThat(EvaluateRun.of("csv", Path.of(data), "--liked-above", "3")).contains("120 interactions");
    }

    @Test
    void aThresholdThatSaysNothingIsRefused() throws IOException {
        refuses(new InstructionsCommand(), "the shop's own interactions", "--out", out(), "--liked-above", "3");
        refuses(
                new InstructionsCommand(),
                "--liked-above says nothing to --format xrec",
                "--format",
                "xrec",
                "--out",
                out(),
                "--liked-above",
                "3");
        assertThatThrownBy(() -> EvaluateRun.of("xrec", folder, "--liked-above", "3"))
                .hasMessageContaining("--liked-above says nothing to --format xrec");
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", folder, "--liked-above", "3"))
                .hasMessageContaining("--liked-above says nothing to --format tallrec");
        assertThatThrownBy(() -> EvaluateRun.of("demo", null, "--liked-above", "NaN"))
                .hasMessageContaining("--liked-above is NaN");
    }

    @Test
    void whatHasNoTimesIsNotAblated() throws IOException {
        String data = csv("liked", k -> "" + (k % 3 == 0));
        refuses(new AblateCommand(), "120 of 120 interactions have no time", "--format", "csv", data, "--out", out());
        refuses(new AblateCommand(), "--format tallrec has no users", "--format", "tallrec", data, "--out", out());
        refuses(new AblateCommand(), "--format xrec has no users", "--format", "xrec", data, "--out", out());
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** Prompts that the best model is chosen by must be like those that it learns from. */
    @Test
    void withoutTimesValidationLooksLikeTraining() throws IOException {
        String data = csv("liked", k -> "" + (k % 8 < 4 == k / 8 % 2 > 0));
        run(new InstructionsCommand(), "--format", "csv", data, "--out", out());
        InstructionFiles files = InstructionFiles.open(folder.resolve("out"));
        Manifest.Part valid = files.manifest().parts().get(InstructionFiles.VALID);
        assertThat(valid.rows()).isEqualTo(valid.users()).isPositive();
        List<InstructionRow> train = files.rows(InstructionFiles.TRAIN).stream().toList();
        assertThat(train).filteredOn(row -> !row.history().isEmpty()).isNotEmpty();
        assertThat(train).allSatisfy(DataOptionsTest::comesWithStatements);
        assertThat(files.rows(InstructionFiles.VALID).stream())
                .allSatisfy(DataOptionsTest::comesWithStatements)
                .allSatisfy(row -> {
                    assertThat(row.history()).hasSize(7);
                    assertThat(row.candidates())
                            .hasSize(8)
                            .extracting(InstructionRow.Candidate::item)
                            .doesNotContainAnyElementsOf(row.history().stream()
                                    .map(InstructionRow.Event::item)
                                    .toList());
                });
    }

    private static void comesWithStatements(InstructionRow row) {
        assertThat(row.candidates())
                .allSatisfy(candidate -> assertThat(candidate.knowledge()).hasSize(1));
    }
}
