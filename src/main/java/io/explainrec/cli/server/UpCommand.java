package io.explainrec.cli.server;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.Failures;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.platform.Folders;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.Migration;
import io.explainrec.platform.postgres.OpenInstallation;
import io.explainrec.platform.problem.Unavailable;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts PostgreSQL and the server, and says how to reach it. */
@Command(name = "up", description = "Starts the server.", mixinStandardHelpOptions = true)
public class UpCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Option(names = "--port", defaultValue = "8080", description = "HTTP port on loopback; default ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--detach", description = "Return when the server is ready.")
    private boolean detach;

    @Option(names = "--no-demo", description = "Do not load the demo shop at the first start.")
    private boolean withoutDemo;

    @Override
    public Integer call() {
        Installation installation = Installation.configured();
        checkPort();
        RunningServer.of(installation).ifPresent(server -> {
            throw new CommandException("a server runs in " + installation.root() + " already: process " + server.pid()
                    + " on port " + server.port() + "; stop it with './explainrec down', or start on another --var");
        });
        Assets.of(installation).fetchAll(System.out::println);
        if (detach) {
            return new DetachedServer(installation).start(port, withoutDemo);
        }
        checkPortIsFree();
        Torch.preload();
        try (OpenInstallation open = OpenInstallation.own(installation)) {
            RunningServer.forgetKilled(installation);
            Folders.delete(installation.forms()); // what a server was being sent when it was killed
            open.database().settings().forEach(System::setProperty);
            System.setProperty(Migration.EMBEDDED, "true");
            System.setProperty("quarkus.http.port", Integer.toString(port));
            System.setProperty("explainrec.demo.load", Boolean.toString(!withoutDemo));
            int[] exit = {0};
            Quarkus.run(Server.class, (code, failure) -> {
                exit[0] = code;
                if (failure != null) {
                    Throwable cause = Failures.cause(failure);
                    System.err.println(
                            "explainrec: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()));
                    exit[0] = 1;
                }
            });
            return exit[0];
        }
    }

    private void checkPort() {
        if (port < 1 || port > LAST_PORT) {
            throw new CommandException("--port is " + port + "; expected 1 to " + LAST_PORT);
        }
    }

    private void checkPortIsFree() {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assert probe.isBound();
        } catch (IOException e) {
            throw new CommandException("port " + port + " on 127.0.0.1 cannot be used (" + e.getMessage()
                    + "); stop what uses it, or choose another with --port");
        }
    }

    /** What Quarkus starts. */
    public static class Server implements QuarkusApplication {
        private static final int FEW = 2000;

        @Override
        public int run(String... arguments) {
            Installation installation = Installation.configured();
            int port = Integer.getInteger("quarkus.http.port", 0);
            embedFew();
            RunningServer.announce(installation, port);
            System.out.println(Greeting.of(installation, port));
            Quarkus.waitForExit();
            RunningServer.withdraw(installation);
            return 0;
        }

        /** A few items that wait for their vectors have them before the first answer; many get them beside it. */
        private static void embedFew() {
            EmbeddingService embeddings =
                    Arc.container().instance(EmbeddingService.class).get();
            try {
                if (embeddings.pending() + embeddings.pendingIncoming() <= FEW) {
                    embeddings.catchUp(count -> {});
                }
            } catch (Unavailable e) {
                // It is in the log and in the health; answers go on without.
            }
        }
    }
}
