package io.explainrec.platform.postgres;

import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Dumps of the database in PostgreSQL's custom format, readable by their owner alone. The master key of personal records is
 * not in them, on purpose: keep {@code secrets/master.key} apart.
 */
public final class Backup {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS'.dump'").withZone(ZoneOffset.UTC);

    private final Installation installation;
    private final EmbeddedPostgres postgres;

    public Backup(Installation installation, Path wheel) {
        this.installation = installation;
        this.postgres = new EmbeddedPostgres(installation, wheel);
    }

    /** Dumps into {@code var/backups} under a name made of the time; the file appears whole or not at all. */
    public Path create(Instant now) {
        return create(installation.backups().resolve(NAME.format(now)));
    }

    /** Dumps into this file, which must not exist yet. */
    public Path create(Path file) {
        Path target = file.toAbsolutePath();
        if (Files.exists(target)) {
            throw new PostgresException(target + " exists already; name another file for the backup");
        }
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempFile(
                    target.getParent(),
                    ".backup",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                // The extension belongs to the superuser, and is there before anything is restored.
                postgres.client("pg_dump", "-Fc", "--exclude-extension=vector", "-f", draft.toString());
                return Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new PostgresException("cannot write the backup " + file + ": " + e, e);
        }
    }

    /** Replaces the database by what the dump holds, or changes nothing where the dump cannot be read to its end. */
    public void restore(Path file) {
        if (!Files.isReadable(file)) {
            throw new PostgresException("there is no backup " + file + " that can be read");
        }
        try {
            postgres.replace(
                    "pg_restore",
                    "--no-owner",
                    "--exit-on-error",
                    file.toAbsolutePath().toString());
        } catch (PostgresException e) {
            throw new PostgresException(
                    file
                            + " cannot be restored, and nothing was changed; expected a file that './explainrec backup' wrote, whole: "
                            + e.getMessage(),
                    e);
        }
    }
}
