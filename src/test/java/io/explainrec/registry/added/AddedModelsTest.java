package io.explainrec.registry.added;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedModelsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T01:02:03Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path source;
    private Path models;
    private AddedModels store;

    @BeforeEach
    void write() throws IOException {
        Torch.inferenceThread(1);
        source = SmallModel.write(folder.resolve("source"));
        models = folder.resolve("models");
        store = new AddedModels(models, CLOCK);
    }

    @Test
    void aFolderIsTakenWithWhatItNeedsAlone() throws IOException {
        Files.writeString(
                source.resolve("README.md"), "---\nlicense: apache-2.0\ntags: [x]\n---\n# Model\nlicense: other\n");
        Files.writeString(source.resolve("pytorch_model.bin"), "not this");

        AddedModels.Addition addition = store.add(source, "small", "here");

        assertThat(addition.added()).isTrue();
        assertThat(addition.model().licence()).isEqualTo("apache-2.0");
        assertThat(addition.model().addedAt()).isEqualTo("2026-11-26T01:02:03Z");
        assertThat(addition.model().shape()).startsWith("LLaMA, 2 layers, 32 wide");
        assertThat(addition.model().files())
                .extracting(AddedModel.StoredFile::name)
                .containsExactly("config.json", "tokenizer.json", "model.safetensors", "README.md");
        assertThat(addition.model().bytes()).isGreaterThan(88_000);
        assertThat(store.list()).containsExactly(addition.model());
        try (Llama added = Llama.open(store.path("small"));
                Llama original = Llama.open(source)) {
            assertThat(added.logits(new int[] {1})).containsExactly(original.logits(new int[] {1}));
        }
        assertThat(names()).containsExactlyInAnyOrder("small", ".lock");
    }

    @Test
    void aGgufFileIsTakenAndOpenedAsAFile() {
        Path gguf = Golden.asset("smollm2");
        AddedModels.Addition addition = store.add(gguf, "smollm2", "asset");
        assertThat(addition.model().licence()).isEqualTo("apache-2.0");
        assertThat(store.path("smollm2")).isRegularFile().hasSameBinaryContentAs(gguf);
        store.verify("smollm2");
    }

    @Test
    void theSameAgainIsNoError() throws IOException {
        AddedModel first = store.add(source, "small", "here").model();
        Path copy = SmallModel.write(folder.resolve("copy"));
        assertThat(store.add(copy, "small", "elsewhere")).isEqualTo(new AddedModels.Addition(first, false));
        Files.writeString(copy.resolve("README.md"), "another");
        assertThatThrownBy(() -> store.add(copy, "small", "elsewhere"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining(
                        "there is another model small already, from here; give --name, or './explainrec model remove small'");
        assertThat(names()).containsExactlyInAnyOrder("small", ".lock");
    }

    @Test
    void whatAKilledProcessLeftIsNoModel() throws IOException {
        Files.createDirectories(models.resolve(".small.new"));
        Files.writeString(models.resolve(".small.new/config.json"), "{");
        assertThat(store.list()).isEmpty();
        assertThat(store.add(source, "small", "here").added()).isTrue();
        assertThat(names()).containsExactlyInAnyOrder("small", ".lock");
    }

    @Test
    void whatIsNoModelKeepsNobodyFromTheOthersAndCanBeRemoved() throws IOException {
        AddedModel model = store.add(source, "small", "here").model();
        store.add(source, "half", "here");
        Files.delete(models.resolve("half/model.json"));
        Files.writeString(models.resolve("notes.txt"), "of somebody");
        assertThat(store.list()).containsExactly(model);
        assertThat(store.names()).containsExactly("half", "small");
        assertThatThrownBy(() -> store.add(source, "half", "here"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("model.json is broken")
                .hasMessageContaining("'./explainrec model remove half'");
        store.remove("half");
        assertThat(store.names()).containsExactly("small");
        assertThatThrownBy(() -> store.remove("half")).hasMessageContaining("there is no model half");
    }

    @Test
    void whatAProcessLeftThatWasKilledWhileItRemovedOneGoesWithTheNext() throws IOException {
        store.add(source, "small", "here");
        Files.createDirectories(models.resolve(".removed/other"));
        Files.writeString(models.resolve(".removed/other/config.json"), "{");
        assertThat(store.names()).containsExactly("small");
        store.remove("small");
        assertThat(names()).containsExactly(".lock");
    }

    @Test
    void linkedFilesAreTakenThemselves() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Files.move(source.resolve("config.json"), blobs.resolve("1"));
        Files.createSymbolicLink(source.resolve("config.json"), Path.of("../blobs/1"));
        store.add(source, "small", "here");
        assertThat(Files.isSymbolicLink(models.resolve("small/config.json"))).isFalse();
    }

    @Test
    void modelsThatCannotComputeAreRefusedAndLeaveNothing() throws IOException {
        String configuration = Files.readString(source.resolve("config.json"));
        Files.writeString(source.resolve("config.json"), configuration.replace("\"silu\"", "\"gelu\""));
        assertModelRefused("config.json: the option 'hidden_act'");
        Files.writeString(source.resolve("config.json"), configuration.replace("512", "487"));
        assertRefused(source, "has a context of 487 tokens; expected at least 488");
        Files.writeString(source.resolve("config.json"), configuration.replace(":48,", ":47,"));
        assertModelRefused("expected (47, 32) by the model's configuration");
        Files.writeString(source.resolve("config.json"), configuration);
        byte[] weights = Files.readAllBytes(source.resolve("model.safetensors"));
        Files.write(source.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 1));
        assertModelRefused("model.safetensors: ");
        assertThatThrownBy(() -> store.add(Golden.folder("tiny-llama"), "small", "here"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("cannot answer Yes or No: 'Yes' and 'No' must be one token each");
        assertThat(models).doesNotExist();
    }

    @Test
    void foldersThatLackAFileAreRefusedWithTheWayToGetIt() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertRefused(other, "has no config.json; give the folder of a Hugging Face checkpoint");
        Files.writeString(other.resolve("a.Q4_K_M.gguf"), "");
        assertRefused(other, "it has GGUF files: give one of them, for example " + other.resolve("a.Q4_K_M.gguf"));
        assertRefused(folder.resolve("absent"), "does not exist");
        assertRefused(source.resolve("config.json"), "is no model; give a GGUF file");
        Files.delete(source.resolve("model.safetensors"));
        assertRefused(source, "has neither model.safetensors nor model.safetensors.index.json");
        Files.delete(source.resolve("tokenizer.json"));
        assertRefused(source, "has no tokenizer.json; make it with Python's transformers");
    }

    @Test
    void namesThatArePathsAreRefused() {
        for (String name : new String[] {"", ".", "..", ".x", "a/b", "../x", "a b", "x".repeat(101)}) {
            assertThatThrownBy(() -> store.add(source, name, "here"))
                    .isInstanceOf(AddedModelException.class)
                    .hasMessageContaining("give --name");
            assertThatThrownBy(() -> store.path(name)).isInstanceOf(AddedModelException.class);
        }
    }

    @Test
    void modelsThatChangedAreRefused() throws IOException {
        store.add(source, "small", "here");
        Path readme = models.resolve("small/config.json");
        Path description = models.resolve("small/model.json");
        byte[] bytes = Files.readAllBytes(readme);
        bytes[bytes.length - 1] ^= 1;
        Files.delete(readme); // it may be the source's own
        Files.write(readme, bytes);
        store.path("small");
        assertThatThrownBy(() -> store.verify("small"))
                .hasMessageContaining("config.json is missing or is not what was added");
        Files.write(readme, new byte[3]);
        assertThatThrownBy(() -> store.path("small"))
                .hasMessageContaining("config.json is missing or is not what was added");
        Files.delete(readme);
        assertThatThrownBy(() -> store.path("small"))
                .hasMessageContaining("config.json is missing or is not what was added");
        Files.writeString(description, Files.readString(description).replace("\"format\" : 1", "\"format\" : 2"));
        assertThatThrownBy(() -> store.path("small")).hasMessageContaining("has format 2; this program reads 1");
        Files.writeString(description, "{}");
        assertThatThrownBy(() -> store.get("small")).hasMessageContaining("model.json is broken");
        assertThatThrownBy(() -> store.path("none")).hasMessageContaining("there is no model none in " + models);
    }

    @Test
    void licencesComeFromTheFiles() throws IOException {
        assertThat(Licence.of(SourceFiles.of(source))).isNull();
        Files.writeString(source.resolve("LICENSE.txt"), "text");
        assertThat(Licence.of(SourceFiles.of(source))).isEqualTo("see LICENSE.txt");
        Files.writeString(source.resolve("README.md"), "# No head\nlicense: mit\n");
        assertThat(Licence.of(SourceFiles.of(source))).isEqualTo("see LICENSE.txt");
        Files.writeString(source.resolve("README.md"), "---\r\nlicense: \"llama2\"\r\n---\r\n");
        assertThat(Licence.of(SourceFiles.of(source))).isEqualTo("llama2");
    }

    private void assertModelRefused(String message) {
        assertThatThrownBy(() -> store.add(source, "small", "here"))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(source.toString())
                .hasMessageContaining(message);
    }

    private void assertRefused(Path from, String message) {
        assertThatThrownBy(() -> store.add(from, "small", "here"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining(message);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
