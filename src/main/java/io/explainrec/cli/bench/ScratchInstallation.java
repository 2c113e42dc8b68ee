package io.explainrec.cli.bench;

import io.explainrec.cli.CommandException;
import io.explainrec.platform.Folders;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.OpenInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An installation for one measurement, gone with it. It uses the assets of the one that is configured. */
public record ScratchInstallation(Path root) implements AutoCloseable {
    public static ScratchInstallation make() {
        try {
            System.setProperty(
                    Assets.PROPERTY,
                    Assets.of(Installation.configured()).folder().toString());
            Path root = Files.createTempDirectory("explainrec-bench");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScratchInstallation(root);
        } catch (IOException e) {
            throw new CommandException("cannot make a folder for the bench: " + e.getMessage());
        }
    }

    public Installation installation() {
        return new Installation(root.resolve("var"));
    }

    Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new CommandException("cannot make a folder for the bench: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        OpenInstallation.stopOrphan(installation());
        Folders.delete(root);
    }
}
