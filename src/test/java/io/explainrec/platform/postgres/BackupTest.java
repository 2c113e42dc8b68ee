package io.explainrec.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups, by hand and before a migration. */
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    private Installation installation;
    private OpenInstallation open;
    private Backup backup;

    @BeforeEach
    void open() {
        installation = TestInstallation.in(folder);
        open = OpenInstallation.own(installation);
        backup = new Backup(installation, TestInstallation.assets().path("postgres"));
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void restoresRowsVectorsAndNothingMadeLater() throws SQLException, IOException {
        sql("CREATE TABLE item (id int PRIMARY KEY, embedding vector(2))");
        sql("INSERT INTO item VALUES (1, '[1,2]')");
        Path file = backup.create(NOW);
        sql("UPDATE item SET embedding = '[9,9]'");
        sql("CREATE TABLE later (item int REFERENCES item)");

        backup.restore(file);

        assertThat(sql("SELECT embedding FROM item")).isEqualTo("[1,2]");
        assertThat(sql("SELECT to_regclass('later')")).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void changesNothingWhenTheDumpIsTruncated() throws SQLException, IOException {
        sql("CREATE TABLE item AS SELECT generate_series(1, 10000) AS id");
        Path file = backup.create(NOW);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        sql("INSERT INTO item VALUES (0)");

        assertThatThrownBy(() -> backup.restore(file))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining(file + " cannot be restored, and nothing was changed")
                .hasMessageContaining("pg_restore");
        assertThat(sql("SELECT count(*) FROM item")).isEqualTo("10001");
    }

    @Test
    void doesNotOverwriteAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.dump"), "mine");

        assertThatThrownBy(() -> backup.create(file)).hasMessageContaining(file.toString());
        assertThat(file).hasContent("mine");
    }

    @Test
    void isMadeBeforeAMigrationOfWhatIsThere() throws SQLException, IOException {
        Path migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__item.sql"), "CREATE TABLE item AS SELECT 1 AS id;");
        migrate(migrations);
        assertThat(installation.backups()).as("nothing was there").doesNotExist();

        Files.writeString(migrations.resolve("V2__drop.sql"), "DROP TABLE item;");
        migrate(migrations);
        assertThat(sql("SELECT to_regclass('item')")).isNull();

        migrate(migrations);
        assertThat(installation.backups())
                .as("nothing was pending the third time")
                .isDirectoryContaining(each -> true);
        Path file = installation.backups().resolve("20260301-100000-000.dump");
        backup.restore(file);
        assertThat(sql("SELECT id FROM item")).isEqualTo("1");
    }

    @Test
    void refusesADatabaseThatANewerProgramMigrated() throws IOException {
        Path newer = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(newer.resolve("V1__item.sql"), "CREATE TABLE item (id int);");
        Files.writeString(newer.resolve("V2__colour.sql"), "ALTER TABLE item ADD colour text;");
        migrate(newer);
        Files.delete(newer.resolve("V2__colour.sql"));

        assertThatThrownBy(() -> migrate(newer))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining("'2 colour'")
                .hasMessageContaining("backup");
    }

    @Test
    void nobodyButTheOwnerMigrates() throws IOException {
        Path migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__item.sql"), "CREATE TABLE item (id int);");
        migrate(migrations);
        Path owner = installation.run().resolve("owner");
        String own = Files.readString(owner);
        try {
            Files.writeString(owner, "1\n");
            migrate(migrations); // finds nothing to do
            Files.writeString(migrations.resolve("V2__colour.sql"), "ALTER TABLE item ADD colour text;");
            assertThatThrownBy(() -> migrate(migrations))
                    .isInstanceOf(InstallationException.class)
                    .hasMessageContaining("'2 colour'")
                    .hasMessageContaining("process 1")
                    .hasMessageContaining("./explainrec down");
        } finally {
            Files.writeString(owner, own);
        }
        assertThat(installation.backups()).doesNotExist();
    }

    private void migrate(Path migrations) {
        Database database = open.database();
        Flyway flyway = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("filesystem:" + migrations)
                .load();
        new Migration(flyway, installation, Clock.fixed(NOW, ZoneOffset.UTC), true, Duration.ofMillis(300))
                .migrate(null);
    }

    private String sql(String sql) throws SQLException {
        return Sql.run(open.database(), sql);
    }
}
