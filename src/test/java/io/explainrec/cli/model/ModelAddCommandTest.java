package io.explainrec.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.registry.added.AddedModelException;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ModelAddCommandTest extends InstalledCommands {
    @BeforeEach
    void compute() {
        Torch.inferenceThread(1);
    }

    @Test
    void addsListsAndFindsAModel() throws IOException {
        Path source = SmallModel.write(folder.resolve("Tiny-LLaMA"));
        assertThat(run("added")).startsWith("No language model was added");
        assertThat(run("add", source.toString()))
                .startsWith("Added Tiny-LLaMA: LLaMA, 2 layers")
                .contains("in 3 files; licence: not stated");
        assertThat(run("add", source.toString())).startsWith("Already there, the same: Tiny-LLaMA");
        assertThat(run("add", "--name", "other", source.toString())).startsWith("Added other");
        assertThat(run("added", "--verify").lines().toList())
                .hasSize(2)
                .allMatch(line -> line.endsWith("verified") && line.contains("from " + source));
        assertThat(ModelAddCommand.path("other")).isEqualTo(folder.resolve("var/models/other"));
        assertThat(ModelAddCommand.path(source.toString())).isEqualTo(source);
        assertThatThrownBy(() -> ModelAddCommand.path("none"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("there is no model none");
    }

    @Test
    void listsTheOthersBesideOneThatIsBroken() throws IOException {
        run("add", SmallModel.write(folder.resolve("whole")).toString());
        Files.createDirectory(folder.resolve("var/models/half"));
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new ModelCommand()).setOut(new PrintWriter(out));
        assertThat(command.execute("added")).isEqualTo(1);
        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        half -> assertThat(half)
                                .startsWith("half ")
                                .contains("model.json is broken", "'./explainrec model remove half'"),
                        whole -> assertThat(whole).startsWith("whole ").contains("licence not stated"));
    }

    @Test
    void namesComeFromTheSource() {
        assertThat(ModelAddCommand.nameOf(Path.of("/a/b.Q4_K_M.gguf"))).isEqualTo("b.Q4_K_M");
        assertThat(ModelAddCommand.nameOf(Path.of("/a/hub/models--meta-llama--Llama-2-7b-hf/snapshots/0f1e")))
                .isEqualTo("Llama-2-7b-hf");
        assertThat(ModelAddCommand.nameOf(Path.of("/a/b"))).isEqualTo("b");
    }

    private static String run(String... arguments) {
        return run(new ModelCommand(), arguments);
    }
}
