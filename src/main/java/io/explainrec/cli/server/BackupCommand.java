package io.explainrec.cli.server;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.Backup;
import io.explainrec.platform.postgres.OpenInstallation;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Dumps the database, whether the server runs or not, and puts a dump back. */
@Command(name = "backup", description = "Dumps the database or restores a dump.", mixinStandardHelpOptions = true)
public class BackupCommand implements Runnable {
    @Parameters(arity = "0..1", description = "The file; default: var/backups/<time>.dump")
    private Path file;

    @Option(names = "--restore", description = "Replace the database by the file. The server must be stopped.")
    private boolean restore;

    @Override
    public void run() {
        Installation installation = Installation.configured();
        if (restore && file == null) {
            throw new CommandException("--restore needs the file to restore");
        }
        try (OpenInstallation open =
                restore ? OpenInstallation.own(installation) : OpenInstallation.share(installation)) {
            Backup backup = new Backup(installation, Assets.of(installation).path("postgres"));
            if (restore) {
                backup.restore(file);
                System.out.println("Restored " + file + " into " + open.database() + ".");
            } else {
                System.out.println("Backed up to " + (file == null ? backup.create(Instant.now()) : backup.create(file))
                        + ". Keep " + installation.secrets().resolve("master.key")
                        + " apart from it: personal records need both.");
            }
        }
    }
}
