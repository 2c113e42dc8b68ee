package io.explainrec.cli;

import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The server of an installation, as its process left word of itself. */
record RunningServer(long pid, int port) {
    private static Path file(Installation installation) {
        return installation.run().resolve("server");
    }

    /** The server that runs and is ready. */
    static Optional<RunningServer> of(Installation installation) {
        try {
            List<String> lines = Files.readAllLines(file(installation));
            RunningServer server = new RunningServer(Long.parseLong(lines.get(0)), Integer.parseInt(lines.get(1)));
            return server.process().isPresent() ? Optional.of(server) : Optional.empty();
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    /** Leaves word that this process serves on the port. */
    static void announce(Installation installation, int port) {
        try {
            Files.createDirectories(installation.run());
            Files.writeString(file(installation), ProcessHandle.current().pid() + "\n" + port + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes back this process's word, and nobody else's. */
    static void withdraw(Installation installation) {
        try {
            if (of(installation)
                    .filter(server -> server.pid == ProcessHandle.current().pid())
                    .isPresent()) {
                Files.deleteIfExists(file(installation));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, unless the id belongs to another program by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().commandLine().orElse("").contains("quarkus-run.jar"));
    }
}
