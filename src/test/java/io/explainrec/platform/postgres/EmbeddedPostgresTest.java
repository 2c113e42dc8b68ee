package io.explainrec.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.Folders;
import io.explainrec.platform.installation.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;

    @BeforeEach
    void openToOtherUsers() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        if (postgres != null) {
            postgres.stop();
        }
    }

    @Test
    void startsWithVectorAndUuidv7() throws SQLException {
        postgres = TestInstallation.postgres(folder);
        Database database = postgres.start();

        assertThat(Sql.run(database, "SELECT '[1,2]'::vector <=> '[2,4]'::vector"))
                .isEqualTo("0");
        assertThat(Sql.run(database, "SELECT uuid_extract_version(uuidv7())")).isEqualTo("7");
        assertThat(Sql.run(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
    }

    @Test
    void aLostPasswordOfTheApplicationIsMadeAnewAndOneOfTheSuperuserIsAskedFor() throws Exception {
        postgres = TestInstallation.postgres(folder);
        Database before = postgres.start();
        Secrets secrets = new Secrets(TestInstallation.in(folder));
        Files.delete(secrets.file("postgres-application"));
        Database after = postgres.start();
        assertThat(after.password()).isNotEqualTo(before.password());
        assertThat(Sql.run(after, "SELECT 42")).isEqualTo("42");

        Files.delete(secrets.file("postgres-superuser"));
        assertThatThrownBy(() -> postgres.start())
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("postgres-superuser")
                .hasMessageContaining("put it back");
        assertThat(secrets.file("postgres-superuser")).doesNotExist();
        assertThat(postgres.pid()).as("left running").isEmpty();
    }

    @Test
    void keepsCommittedRowsWhenThePostmasterIsKilled() throws Exception {
        postgres = TestInstallation.postgres(folder);
        Database database = postgres.start();
        Sql.run(database, "CREATE TABLE t AS SELECT 42 AS answer");

        long pid = postgres.pid().orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());

        assertThat(postgres.revive()).isTrue();
        assertThat(Sql.run(database, "SELECT answer FROM t")).isEqualTo("42");
    }

    @Test
    void takesOverTheOrphanOfAServerThatWasKilled() throws SQLException {
        postgres = TestInstallation.postgres(folder);
        postgres.start();
        long pid = postgres.pid().orElseThrow();

        EmbeddedPostgres next = TestInstallation.postgres(folder);
        Database database = next.start();

        assertThat(next.pid()).contains(pid);
        assertThat(Sql.run(database, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void ignoresASocketLockOfAnotherProgram() throws Exception {
        postgres = TestInstallation.postgres(folder);
        int port = postgres.start().port();
        postgres.stop();
        Path lock = folder.resolve("postgres/socket/.s.PGSQL." + port + ".lock");
        Files.writeString(lock, "1\n" + folder + "\n0\n" + port + "\n" + folder + "\n");

        assertThat(Sql.run(postgres.start(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void ignoresAPidFileOfAnotherProgram() throws Exception {
        postgres = TestInstallation.postgres(folder);
        postgres.start();
        postgres.stop();
        Path pidFile = folder.resolve("postgres/data/postmaster.pid");
        Files.writeString(
                pidFile, ProcessHandle.current().pid() + "\n" + folder + "\n0\n5432\n\n127.0.0.1\n0 0\nready\n");

        assertThat(Sql.run(postgres.start(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void livesWhereItsUserCannotEnter() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        postgres = TestInstallation.postgres(closed.resolve("var"));

        assertThat(Sql.run(postgres.start(), "SELECT 1")).isEqualTo("1");
        postgres.stop();

        Path pointer = closed.resolve("var/postgres-is-at");
        if (Files.exists(pointer)) {
            refusesACopyThatWouldShareTheDatabase(closed, pointer);
        }
    }

    private void refusesACopyThatWouldShareTheDatabase(Path closed, Path pointer) throws IOException {
        Path base = Path.of(Files.readString(pointer).strip());
        try {
            Path copy = Files.createDirectory(closed.resolve("copy"));
            Files.copy(pointer, copy.resolve("postgres-is-at"));
            assertThatThrownBy(() -> TestInstallation.postgres(copy))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("is a copy of");
        } finally {
            postgres = null;
            Folders.delete(base);
        }
    }
}
