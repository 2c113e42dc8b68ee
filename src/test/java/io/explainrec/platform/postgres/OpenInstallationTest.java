package io.explainrec.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenInstallationTest {
    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void makeInstallation() {
        installation = TestInstallation.in(folder);
    }

    @Test
    void isOwnedOnceAndShared() throws SQLException {
        try (OpenInstallation owner = OpenInstallation.own(installation);
                OpenInstallation guest = OpenInstallation.share(installation)) {
            assertThat(guest.database()).isEqualTo(owner.database());
            assertThatThrownBy(() -> OpenInstallation.own(installation))
                    .isInstanceOf(InstallationException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
            guest.close();
            assertThat(Sql.run(owner.database(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(OpenInstallation.stopOrphan(installation)).isFalse();
    }

    @Test
    @Timeout(60)
    void keepsPostgresForThoseWhoCameInBesideAShortCommand() throws Exception {
        OpenInstallation command = OpenInstallation.share(installation);
        OpenInstallation guest = OpenInstallation.share(installation);

        CompletableFuture<Void> ending = CompletableFuture.runAsync(command::close);
        assertThat(Sql.run(guest.database(), "SELECT pg_sleep(1)")).isNotNull();
        assertThat(ending).isNotDone();

        guest.close();
        ending.get();
        assertThat(TestInstallation.postgres(folder).pid()).isEmpty();
    }

    @Test
    @Timeout(60)
    void startsPostgresAgainOnTheSamePortWhenItDies() throws SQLException {
        try (OpenInstallation open = OpenInstallation.own(installation)) {
            Sql.run(open.database(), "CREATE TABLE t AS SELECT 42 AS answer");
            TestInstallation.postgres(folder)
                    .pid()
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);

            assertThat(eventually(open.database(), "SELECT answer FROM t")).isEqualTo("42");
        }
    }

    @Test
    void stopsWhatAKilledOwnerLeft() {
        OpenInstallation.own(installation).close();
        TestInstallation.postgres(folder).start();

        assertThat(OpenInstallation.stopOrphan(installation)).isTrue();
        assertThat(TestInstallation.postgres(folder).pid()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99", "two", ""})
    void refusesAFormatThatItDoesNotKnow(String format) throws IOException {
        Files.writeString(folder.resolve("format"), format);

        assertThatThrownBy(() -> OpenInstallation.own(installation))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("format " + format);
        assertThat(installation.postgres()).doesNotExist();
    }

    private static String eventually(Database database, String sql) throws SQLException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return Sql.run(database, sql);
            } catch (SQLException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
