package io.explainrec.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The postmaster that works on a data folder, as its pid file and the kernel tell it.
 *
 * @param port TCP port that it listens on
 */
record Postmaster(long pid, int port) {
    private static final String PID_FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;

    /** The running postmaster of this folder; a pid file whose process is gone, or is another program by now, is none. */
    static Optional<Postmaster> running(Path data) {
        List<String> lines = pidFile(data);
        try {
            long pid = Long.parseLong(lines.getFirst().strip());
            return lines.size() > PORT_LINE && worksOn(pid, data)
                    ? Optional.of(new Postmaster(
                            pid, Integer.parseInt(lines.get(PORT_LINE).strip())))
                    : Optional.empty();
        } catch (NumberFormatException | NoSuchElementException absentOrHalfWritten) {
            return Optional.empty();
        }
    }

    /**
     * Removes a pid file that no PostgreSQL stands behind: PostgreSQL would mistake a recycled pid for its own. The file of
     * a postmaster that is still writing it stays.
     */
    static void removeStalePidFile(Path data) {
        try {
            String first = pidFile(data).stream().findFirst().orElse("").strip();
            if (!first.matches("\\d{1,18}") || !worksOn(Long.parseLong(first), data)) {
                Files.deleteIfExists(data.resolve(PID_FILE));
            }
        } catch (IOException e) {
            throw new PostgresException("cannot remove the stale " + data.resolve(PID_FILE), e);
        }
    }

    /**
     * Kills sessions that outlived their postmaster: until the last is gone no new postmaster starts, and one in a long
     * statement would not notice for minutes. Nothing committed is lost, it is in the log already.
     */
    static void killOrphanedSessions(Path data) {
        if (running(data).isEmpty()) {
            ProcessHandle.allProcesses()
                    .filter(process -> worksOn(process.pid(), data))
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static List<String> pidFile(Path data) {
        try {
            return Files.readAllLines(data.resolve(PID_FILE));
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Every process of PostgreSQL works in its data folder, under whatever path it was started. */
    private static boolean worksOn(long pid, Path data) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains("postgres")
                    && process.resolve("cwd").toRealPath().equals(data.toRealPath());
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }
}
