package io.explainrec.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The postmaster that works on a data folder, as its pid file and the kernel tell it.
 *
 * @param port TCP port that it listens on
 */
record Postmaster(long pid, int port) {
    private static final int PORT_LINE = 3;

    /** The running postmaster of this folder; a pid file whose process is gone, or is another program by now, is none. */
    static Optional<Postmaster> running(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long pid = Long.parseLong(lines.getFirst().strip());
            return lines.size() > PORT_LINE && isPostmaster(pid, data)
                    ? Optional.of(new Postmaster(
                            pid, Integer.parseInt(lines.get(PORT_LINE).strip())))
                    : Optional.empty();
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException absentOrHalfWritten) {
            return Optional.empty();
        }
    }

    /** Removes a pid file that no postmaster stands behind: PostgreSQL would mistake a recycled pid for its own. */
    static void removeStalePidFile(Path data) {
        try {
            if (running(data).isEmpty()) {
                Files.deleteIfExists(data.resolve("postmaster.pid"));
            }
        } catch (IOException e) {
            throw new PostgresException("cannot remove the stale " + data.resolve("postmaster.pid"), e);
        }
    }

    boolean isAlive(Path data) {
        return isPostmaster(pid, data);
    }

    private static boolean isPostmaster(long pid, Path data) {
        try {
            String line =
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            return line.contains("postgres") && line.contains(data.toString());
        } catch (IOException gone) {
            return false;
        }
    }
}
