package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A Quarkus server in a process of its own, to be timed and killed. */
final class ServerProcess implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(50);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * This program's {@code up} on an installation, without the demo shop.
     *
     * @param settings system properties besides, as {@code -Dname=value}
     */
    static ServerProcess up(Installation installation, int port, String... settings) {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.add("-D" + Installation.PROPERTY + "=" + installation.root());
        line.add("-D" + Assets.PROPERTY + "="
                + Assets.of(Installation.configured()).folder());
        line.addAll(List.of(settings));
        line.addAll(List.of("-jar", ManagementFactory.getRuntimeMXBean().getClassPath()));
        line.addAll(List.of("up", "--no-demo", "--port", Integer.toString(port)));
        return start(line, port, installation.logs().resolve("bench.log"));
    }

    /** Any Quarkus application in a runnable jar. */
    static ServerProcess jar(Path jar, int port) {
        return start(
                List.of(java(), "-Dquarkus.http.port=" + port, "-jar", jar.toString()),
                port,
                jar.resolveSibling("bench.log"));
    }

    private static ServerProcess start(List<String> line, int port, Path log) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("OMP_WAIT_POLICY", "passive"); // as the launcher's "up" does
            return new ServerProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new CommandException("cannot start a server: " + e.getMessage());
        }
    }

    /** Waits until the path answers 200 with a body that passes. */
    void await(String path, Predicate<String> passes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        long until = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (true) {
            try {
                var response = http.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 200 && passes.test(response.body())) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("interrupted while a server started");
            }
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new CommandException("a server did not answer; its log is " + log);
            }
            // Whatever it answered: asking without a pause would take the processor from the one that starts.
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Ends it as a power cut would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it in good order. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
