package io.explainrec.platform.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against programs that behave as pip does where it is absent, refused, or successful. */
class PipTest {
    private static final Asset ASSET = SmallWheel.asset("ab".repeat(32));

    @TempDir
    Path folder;

    private Path wheels;

    @BeforeEach
    void makeFolder() throws IOException {
        wheels = Files.createDirectory(folder.resolve("wheels"));
    }

    @Test
    void asksForExactlyThePinnedFileWhateverPythonRunsIt() throws IOException {
        Path said = folder.resolve("said");
        String pip = program("""
                [ "$1" = --version ] && exit 0
                echo "$*" > %s
                while [ $# -gt 0 ]; do
                    case $1 in
                        --dest) touch "$2/%s" ;;
                        -r) cat "$2" >> %s ;;
                    esac
                    shift
                done
                """.formatted(said, SmallWheel.NAME, said));

        new Pip(List.of(List.of(pip))).fetch(ASSET, wheels);

        assertThat(said)
                .content()
                .contains("download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version 3.11")
                .contains("small==1.0 --hash=sha256:" + ASSET.sha256());
    }

    @Test
    void triesTheNextProgramWhereOneIsAbsentOrBroken() throws IOException {
        String broken = program("exit 1");
        String works = program("[ \"$1\" = --version ] || touch " + wheels.resolve(SmallWheel.NAME));

        new Pip(List.of(List.of("/absent/pip"), List.of(broken), List.of(works))).fetch(ASSET, wheels);

        assertThat(wheels.resolve(SmallWheel.NAME)).exists();
    }

    @Test
    void saysHowToMendWhenThereIsNoPip() {
        assertThatThrownBy(() -> new Pip(List.of(List.of("/absent/python3", "-m", "pip"))).fetch(ASSET, wheels))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("Python's pip is needed")
                .hasMessageContaining("/absent/python3 -m pip")
                .satisfies(this::namesFileHashAndFolder);
    }

    @Test
    void passesOnWhatPipSaidWhenTheNetworkIsClosed() throws IOException {
        String pip = program("""
                [ "$1" = --version ] && exit 0
                echo 'ERROR: Could not find a version that satisfies the requirement small==1.0'
                exit 1
                """);

        assertThatThrownBy(() -> new Pip(List.of(List.of(pip))).fetch(ASSET, wheels))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("ERROR: Could not find a version")
                .satisfies(this::namesFileHashAndFolder);
    }

    @Test
    void refusesASuccessWithoutTheFile() throws IOException {
        String pip = program("exit 0");

        assertThatThrownBy(() -> new Pip(List.of(List.of(pip))).fetch(ASSET, wheels))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("fetched another file")
                .satisfies(this::namesFileHashAndFolder);
    }

    private void namesFileHashAndFolder(Throwable failure) {
        assertThat(failure).hasMessageContainingAll(SmallWheel.NAME, ASSET.sha256(), wheels.toString());
    }

    private String program(String script) throws IOException {
        Path file = Files.createTempFile(folder, "pip", "");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
