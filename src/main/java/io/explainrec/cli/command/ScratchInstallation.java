package io.explainrec.cli.command;

import io.explainrec.platform.Folders;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.OpenInstallation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An installation that is thrown away after use. It uses the assets of the one that is configured. */
public record ScratchInstallation(Path root) implements AutoCloseable {
    public static ScratchInstallation make() {
        try {
            System.setProperty(
                    Assets.PROPERTY,
                    Assets.of(Installation.configured()).folder().toString());
            Path root = Files.createTempDirectory("explainrec-scratch");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScratchInstallation(root);
        } catch (IOException e) {
            throw new CommandException("cannot make a scratch folder: " + e.getMessage());
        }
    }

    public Installation installation() {
        return new Installation(root.resolve("var"));
    }

    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new CommandException("cannot make a scratch folder: " + e.getMessage());
        }
    }

    /** A port of loopback that nobody listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandException("no port is free: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        OpenInstallation.stopOrphan(installation());
        Folders.delete(root);
    }
}
