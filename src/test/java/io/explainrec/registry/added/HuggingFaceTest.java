package io.explainrec.registry.added;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTest {
    @TempDir
    Path folder;

    @Test
    void theFirstProgramThatIsInstalledDownloads() throws IOException {
        Path program = program("echo \"$@\" > \"$4/said\"");
        Path to = Files.createDirectory(folder.resolve("to"));
        new HuggingFace(List.of(folder.resolve("absent").toString(), program.toString())).download("org/name", to);
        assertThat(to.resolve("said")).hasContent("download org/name --local-dir " + to + " --exclude *.[bp][it][nh]");
    }

    @Test
    void aFailureSaysWhatToDo() throws IOException {
        Path program = program("exit 3");
        assertThatThrownBy(() -> new HuggingFace(List.of(program.toString())).download("org/name", folder))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("could not download org/name (it ended with 3");
        assertThatThrownBy(() -> new HuggingFace(List.of("absent-program")).download("org/name", folder))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("pip install huggingface_hub")
                .hasMessageContaining("./explainrec model add FOLDER");
    }

    @Test
    void idsAreToldFromPaths() {
        assertThat(List.of("meta-llama/Llama-2-7b-hf", "a/b")).allMatch(HuggingFace::isId);
        assertThat(List.of("a", "./a", "../a/b", "/a/b", "a/b/c", "-x/y", "a/", "a/b c"))
                .noneMatch(HuggingFace::isId);
    }

    private Path program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("hf"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
