package io.explainrec.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.evaluate.EvaluateCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.model.ModelActivateCommand;
import io.explainrec.cli.model.ModelCardCommand;
import io.explainrec.ml.instruct.InstructionException;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** From explanations to a trained model that writes them, with a base of two small layers. */
class TrainTextsTest extends InstalledCommands {
    private static final String OPTIONS =
            "{\"rows\": 8, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}";

    private String explanations() throws IOException {
        return Files.write(
                        folder.resolve("made.jsonl"),
                        IntStream.range(0, 40)
                                .mapToObj(k -> "{\"uid\":" + k + ",\"iid\":7,\"title\":\"Book\",\"user_summary\":\"a "
                                        + k + "\"," + "\"item_summary\":\"b\",\"explanation\":\"It is " + k + ".\"}")
                                .toList())
                .toString();
    }

    private String rows(String... lines) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), String.join("\n", lines))
                .toString();
    }

    private String run() {
        return folder.resolve("run").toString();
    }

    @Test
    void trainsOnExplanationsAndIsAskedForThem() throws IOException {
        String base = SmallModel.write(folder.resolve("base")).toString();
        String texts = folder.resolve("texts").toString();
        run(new InstructionsCommand(), "--format", "xrec", explanations(), "--out", texts, "--licence", "MIT");
        String config = options(OPTIONS);
        assertThat(run(new TrainCommand(), "--text", texts, "--out", run(), "--config", config, "--base", base))
                .containsPattern("RESULT train.valid.loss \\d+\\.\\d{5}\n")
                .contains("RESULT train.valid.steps 2.00000");
        assertThat(run(new ModelCardCommand(), run() + "/model"))
                .contains("texts      made.jsonl, licence MIT")
                .contains("5 to 9 train")
                .containsPattern("rows \\{made=\\d+\\}, SHA-256 [0-9a-f]{64}");
        String data = explanations();
        for (String model : List.of(run() + "/model", run())) {
            assertThat(run(
                            new EvaluateCommand(),
                            "--format",
                            "xrec",
                            data,
                            "--model",
                            model,
                            "--rows",
                            "3",
                            "--resamples",
                            "20"))
                    .containsPattern("RESULT explanations\\.made\\.trained\\.bleu4 \\d");
        }
    }

    private void refuses(Class<? extends RuntimeException> as, String message, String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = run();
        assertThatThrownBy(() -> run(new TrainCommand(), all)).isInstanceOf(as).hasMessageContaining(message);
        assertThat(Path.of(run())).doesNotExist();
    }

    @Test
    void refusesWithTheFix() throws IOException {
        String base = SmallModel.write(folder.resolve("base")).toString();
        refuses(
                InstructionException.class,
                "line 2 cannot be read",
                "--text",
                rows("{\"instruction\": \"a\", \"output\": \"b\"}", "{"));
        refuses(InstructionException.class, "holds no rows", "--text", rows());
        refuses(CommandException.class, "--text has no items", "--text", rows(), "--fusion", folder.toString());
        refuses(CommandException.class, "--licence is of --text", "--data", folder.toString(), "--licence", "MIT");
        String one = rows("{\"instruction\": \"a\", \"output\": \"b\"}");
        refuses(TrainingException.class, "expected two or more", "--text", one, "--base", base);
        for (String[] neither : new String[][] {{"--out", run()}, {"--out", run(), "--data", "a", "--text", "b"}}) {
            assertThatThrownBy(() -> new CommandLine(new TrainCommand()).parseArgs(neither))
                    .hasMessageContaining("--data")
                    .hasMessageContaining("--text");
        }
    }

    @Test
    void aSecondStageGoesOnFromTheFirstAndItsCardTellsOfBoth() throws IOException {
        String base = SmallModel.write(folder.resolve("base")).toString();
        String config = options(OPTIONS);
        String texts =
                rows("{\"instruction\": \"a\", \"output\": \"b\"}", "{\"instruction\": \"c\", \"output\": \"d\"}");
        String first = folder.resolve("first").toString();
        run(
                new TrainCommand(),
                "--text",
                texts,
                "--licence",
                "CC BY-NC 4.0",
                "--out",
                first,
                "--config",
                config,
                "--base",
                base);
        String data = folder.resolve("data").toString();
        run(
                new InstructionsCommand(),
                "--format",
                "movielens",
                ratings(),
                "--out",
                data,
                "--candidates",
                "3",
                "--licence",
                "made up");
        run(new TrainCommand(), "--data", data, "--from", first, "--out", run(), "--config", config, "--base", base);
        assertThat(run(new ModelCardCommand(), run() + "/model"))
                .containsSubsequence("texts      rows.jsonl, licence CC BY-NC 4.0", "data       made, licence made up")
                .containsPattern("begun from an adapter of SHA-256 [0-9a-f]{64}")
                .contains("use        not commercial: so says a licence of rows.jsonl (CC BY-NC 4.0)");
        assertThatThrownBy(
                        () -> ModelActivateCommand.refuseUse("run", ModelCard.read(folder.resolve("run/model")), false))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("run learned from rows.jsonl (CC BY-NC 4.0)")
                .hasMessageContaining("give --non-commercial");
        ModelActivateCommand.refuseUse("run", ModelCard.read(folder.resolve("run/model")), true);
    }
}
