package io.explainrec.cli.server;

import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Starts the server on an installation that is thrown away, asks it what a shop and a person ask first, and ends. The JVM
 * that is told to watch (see {@code ./explainrec}) learns which classes a start needs, and has them ready the next time.
 */
@Command(name = "rehearse", hidden = true, description = "Rehearses a start.", mixinStandardHelpOptions = true)
public class RehearseCommand implements Callable<Integer> {
    /** How long a server that was told to end may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Integer call() {
        Assets assets = Assets.of(Installation.configured());
        assets.fetchAll(System.out::println);
        try (ScratchInstallation scratch = ScratchInstallation.make()) {
            System.setProperty(
                    Installation.PROPERTY, scratch.installation().root().toString());
            int port = ScratchInstallation.freePort();
            Thread.ofPlatform().daemon().name("rehearsal").start(() -> {
                try {
                    Rehearsal.perform(scratch.installation(), port);
                } finally {
                    Quarkus.asyncExit();
                    endAfter(PATIENCE);
                }
            });
            return new CommandLine(new UpCommand()).execute("--no-demo", "--port", Integer.toString(port));
        }
    }

    /** A rehearsal that hangs keeps the first start from happening; one that ended never gets here. */
    private static void endAfter(Duration patience) {
        LockSupport.parkNanos(patience.toNanos());
        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
    }
}
