package io.explainrec.platform.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void keepsSecretsFromEveryoneElse() throws IOException {
        Secrets secrets = new Secrets(new Installation(folder));
        secrets.write("token", "one");
        secrets.write("token", "two");

        assertThat(secrets.read("token")).contains("two");
        assertThat(mode(secrets.file("token"))).isEqualTo("rw-------");
        assertThat(mode(secrets.file("token").getParent())).isEqualTo("rwx------");
        assertThat(secrets.file("token").getParent()).isDirectoryNotContaining("glob:**.new*");
    }

    @Test
    void makesASecretOnce() {
        Secrets secrets = new Secrets(new Installation(folder));

        String made = secrets.readOrCreate("key");

        assertThat(made).hasSize(43).isNotEqualTo(Secrets.random(256));
        assertThat(secrets.readOrCreate("key")).isEqualTo(made);
        assertThat(secrets.read("absent")).isEmpty();
    }

    /** A key that anybody can guess would seal nothing, and another one would open nothing that was sealed before. */
    @Test
    void takesNoEmptySecret() throws IOException {
        Secrets secrets = new Secrets(new Installation(folder));
        secrets.readOrCreate("key");
        Files.writeString(secrets.file("key"), "\n");

        assertThatThrownBy(() -> secrets.readOrCreate("key"))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining("is empty")
                .hasMessageContaining("backup");
    }

    @Test
    void whoeverAsksFirstMakesItForAll() {
        List<String> made = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> new Secrets(new Installation(folder)).readOrCreate("key"))
                .toList();

        assertThat(made)
                .containsOnly(new Secrets(new Installation(folder)).read("key").orElseThrow());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
