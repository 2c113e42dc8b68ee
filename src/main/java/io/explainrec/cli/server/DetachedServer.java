package io.explainrec.cli.server;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a session of its own, which goes on when this terminal closes. */
final class DetachedServer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SHOWN_LINES = 15;
    private static final long LOG_BYTES = 10_000_000;

    private final Installation installation;

    DetachedServer(Installation installation) {
        this.installation = installation;
    }

    /** Starts it, waits until it is ready, and says how to reach it. */
    int start(int port, boolean withoutDemo) {
        Path log = installation.logs().resolve("server.log");
        try {
            Files.createDirectories(log.getParent());
            putAside(log);
            long begin = Files.exists(log) ? Files.size(log) : 0;
            RunningServer.forgetKilled(installation);
            Process process = new ProcessBuilder(line(port, withoutDemo))
                    .redirectErrorStream(true)
                    // What a server said before it was killed stays.
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (RunningServer.of(installation)
                    .filter(server -> server.pid() == process.pid())
                    .isEmpty()) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
                    throw new CommandException("the server did not start; the end of " + log + ":\n" + end(log, begin));
                }
            }
            System.out.println(Greeting.of(installation, port));
            System.out.println("Stop it with ./explainrec down" + installation.option() + "; its log is " + log + ".");
            return 0;
        } catch (IOException e) {
            throw new CommandException("cannot start the server: " + e.getMessage() + "; " + log.getParent()
                    + " must be writable, and setsid (util-linux) installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the server started");
        }
    }

    private static List<String> line(int port, boolean withoutDemo) {
        List<String> line = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of(
                "-D" + Installation.PROPERTY + "=" + Installation.configured().root(), "-jar"));
        line.add(ManagementFactory.getRuntimeMXBean().getClassPath());
        line.addAll(List.of("up", "--port", Integer.toString(port)));
        if (withoutDemo) {
            line.add("--no-demo");
        }
        return line;
    }

    /** One log of so many bytes is kept beside the one that is written. */
    private static void putAside(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, log.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String end(Path log, long begin) throws IOException {
        List<String> lines;
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(begin);
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
