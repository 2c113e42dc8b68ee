package io.explainrec.cli.server;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.OpenInstallation;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Stops the server and its PostgreSQL, letting requests end. */
@Command(name = "down", description = "Stops the server.", mixinStandardHelpOptions = true)
public class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Installation installation = Installation.configured();
        var process = RunningServer.of(installation)
                .flatMap(RunningServer::process)
                .or(() -> RunningServer.thatOwns(installation));
        if (process.isEmpty()) {
            System.out.println(
                    OpenInstallation.stopOrphan(installation)
                            ? "Stopped the PostgreSQL of a server that had been killed."
                            : "No server runs in " + installation.root() + ".");
            return 0;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandException("process " + process.get().pid() + " did not stop within " + PATIENCE_SECONDS
                    + " seconds; its log is in " + installation.logs());
        }
        System.out.println("Stopped.");
        return 0;
    }
}
