package io.explainrec.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.evaluate.EvaluateCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.model.ModelAddCommand;
import io.explainrec.cli.model.ModelCardCommand;
import io.explainrec.ml.instruct.InstructionException;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.registry.added.AddedModelException;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** From ratings to a trained model that is evaluated, with a base of two small layers. */
class TrainCommandTest extends InstalledCommands {
    private String instructions() throws IOException {
        String data = folder.resolve("data").toString();
        assertThat(run(
                        new InstructionsCommand(),
                        "--format",
                        "movielens",
                        ratings(),
                        "--out",
                        data,
                        "--candidates",
                        "3"))
                .containsPattern("train.jsonl: \\d+ rows of 12 users, 240 candidates")
                .contains("valid.jsonl: ");
        return data;
    }

    @Test
    void trainsWhatEvaluateReads() throws IOException {
        String base = SmallModel.write(folder.resolve("base")).toString();
        String run = folder.resolve("run").toString();
        String options =
                options("{\"rows\": 8, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}");
        String data = instructions();
        String reached = run(new TrainCommand(), "--data", data, "--out", run, "--config", options, "--base", base);
        assertThat(reached)
                .containsPattern("RESULT train.valid.uauc (\\d\\.\\d{5}|NaN)\n")
                .contains("RESULT train.valid.steps 2.00000");
        String card = run(new ModelCardCommand(), run + "/model");
        assertThat(card)
                .contains("base       " + base)
                .contains("licence not stated")
                .contains("in time: the first 80%");
        String told = options(card.lines()
                .filter(line -> line.startsWith("options"))
                .map(line -> line.substring("options".length()))
                .findFirst()
                .orElseThrow());
        String again = folder.resolve("again").toString();
        assertThat(run(new TrainCommand(), "--data", data, "--out", again, "--config", told, "--base", base))
                .as("trained anew from what the card tells")
                .isEqualTo(reached.replace(run, again));
        assertThat(folder.resolve("again/model").resolve(AdapterFiles.WEIGHTS))
                .hasSameBinaryContentAs(folder.resolve("run/model").resolve(AdapterFiles.WEIGHTS));
        assertThat(run(new AdaptCommand(), "--data", data, "--model", run, "--users", "6", "--epochs", "2"))
                .containsPattern("RESULT adapt\\.valid\\.loss\\.adapted 0\\.\\d{5}\n")
                .contains("RESULT adapt.valid.loss.without ")
                .contains("adapts to users from now on");
        restore();
        assertThat(run(
                        new EvaluateCommand(),
                        "--format",
                        "movielens",
                        folder.resolve("made").toString(),
                        "--model",
                        run + "/model",
                        "--resamples",
                        "20"))
                .containsPattern("RESULT frozen\\.all\\.llm\\.auc 0\\.\\d{5}\n");
    }

    @Test
    void refusesWithTheFix() throws IOException {
        String run = folder.resolve("run").toString();
        assertThatThrownBy(() -> run(new TrainCommand(), "--data", folder.toString(), "--out", run))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("holds no manifest.json");
        String data = instructions();
        String unknown = options("{\"epoch\": 1}");
        assertThatThrownBy(() -> run(new TrainCommand(), "--data", data, "--out", run, "--config", unknown))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("unknown options [epoch]");
        assertThatThrownBy(() -> run(new TrainCommand(), "--data", data, "--out", run, "--base", "nobody"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> run(new ModelCardCommand(), folder.toString()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("model.json");
        assertThatThrownBy(() -> run(new AdaptCommand(), "--data", data, "--model", folder.toString()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is no folder that 'train' wrote");
        assertThatThrownBy(() -> run(new InstructionsCommand(), "--format", "tallrec", data, "--out", run))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("name no users");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anAddedModelIsABaseByItsName() throws IOException {
        run(new ModelAddCommand(), SmallModel.write(folder.resolve("base")).toString(), "--name", "tiny");
        String options =
                options("{\"rows\": 4, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}");
        String run = folder.resolve("run").toString();
        assertThat(run(
                        new TrainCommand(),
                        "--data",
                        instructions(),
                        "--out",
                        run,
                        "--config",
                        options,
                        "--base",
                        "tiny"))
                .contains("RESULT train.valid.steps 1.00000");
    }

    @Test
    void usersStandAsAHashThatTheInstallationAloneCanMake() throws IOException {
        Path data = Path.of(instructions());
        String rows = Files.readString(data.resolve("train.jsonl"));
        assertThat(rows).containsPattern("\"user\":\"[0-9a-f]{64}\"").doesNotContain("\"user\":\"1\"");
        Files.delete(folder.resolve("var/secrets/instructions.key"));
        instructions();
        assertThat(Files.readString(data.resolve("train.jsonl"))).isNotEqualTo(rows);
    }
}
