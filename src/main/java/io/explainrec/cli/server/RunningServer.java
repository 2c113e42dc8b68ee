package io.explainrec.cli.server;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationLock;
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

    /** The server that runs and is ready: never this process, to which a container may give the same id at each start. */
    static Optional<RunningServer> of(Installation installation) {
        return word(installation)
                .filter(server -> !server.isThisProcess() && server.process().isPresent());
    }

    /** What was left there, by whomever; of a server that was killed, its word stays. */
    private static Optional<RunningServer> word(Installation installation) {
        try {
            List<String> lines = Files.readAllLines(file(installation));
            return Optional.of(new RunningServer(Long.parseLong(lines.get(0)), Integer.parseInt(lines.get(1))));
        } catch (IOException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    /** The server that owns the installation and left no word, since it still starts or somebody deleted its word. */
    static Optional<ProcessHandle> thatOwns(Installation installation) {
        String owner = InstallationLock.owner(installation);
        if (!owner.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(owner))
                .filter(ProcessHandle::isAlive)
                .filter(process -> {
                    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
                    return arguments.contains("up")
                            && arguments.contains("-D" + Installation.PROPERTY + "=" + installation.root());
                });
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
        if (word(installation).filter(RunningServer::isThisProcess).isPresent()) {
            delete(installation);
        }
    }

    /** Deletes the word of a server that was killed: by it a new one with the same id would count as ready at once. */
    static void forgetKilled(Installation installation) {
        if (of(installation).isEmpty()) {
            delete(installation);
        }
    }

    private static void delete(Installation installation) {
        try {
            Files.deleteIfExists(file(installation));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isThisProcess() {
        return pid == ProcessHandle.current().pid();
    }

    /** The process, unless the id belongs to another program by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().commandLine().orElse("").contains("quarkus-run.jar"));
    }
}
