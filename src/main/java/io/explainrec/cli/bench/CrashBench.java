package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.cli.server.ShopClient;
import io.explainrec.platform.identity.FirstStart;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.OpenInstallation;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the server, its PostgreSQL or both at random moments while a shop writes, and then looks for what was acknowledged.
 * A killed server is started again; a killed PostgreSQL is the server's to start again.
 */
public final class CrashBench {
    private static final int ITEMS = 500;
    private static final long SHORTEST_WRITING = 300;
    private static final long LONGEST_WRITING = 3_000;
    /** Many records in little time: most answers go without the model, as they do whenever it is too slow. */
    private static final String SHORT_DEADLINE = "-Dexplainrec.recommend.model-deadline=300ms";

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

    private enum Victim {
        SERVER,
        POSTGRES,
        BOTH
    }

    private final int rounds;
    private final Random random;
    private final long seed;
    private final PrintStream out;

    public CrashBench(int rounds, long seed, PrintStream out) {
        this.rounds = rounds;
        this.random = new Random(seed);
        this.seed = seed;
        this.out = out;
    }

    /** Whether nothing was lost, repeated or left half done. */
    public boolean run() {
        try (ScratchInstallation scratch = ScratchInstallation.make()) {
            return run(scratch.installation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        } catch (SQLException e) {
            throw new CommandException("the database does not answer after the last round: " + e.getMessage());
        }
    }

    private boolean run(Installation installation) throws InterruptedException, SQLException {
        int port = ScratchInstallation.freePort();
        ServerProcess server = started(installation, port);
        try {
            ShopClient shop = new ShopClient(
                    port, new Secrets(installation).read(FirstStart.TOKEN).orElseThrow());
            shop.stock(ITEMS);
            Writers writers = new Writers(shop, ITEMS);
            double slowest = 0;
            for (int round = 1; round <= rounds; round++) {
                writers.start(seed + round);
                long writing = random.nextLong(SHORTEST_WRITING, LONGEST_WRITING);
                LockSupport.parkNanos(Duration.ofMillis(writing).toNanos());
                Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
                long killed = System.nanoTime();
                kill(victim, server, installation);
                if (victim != Victim.POSTGRES) {
                    server = started(installation, port);
                }
                awaitWrites(writers);
                double recovery = (System.nanoTime() - killed) / 1e9;
                slowest = Math.max(slowest, recovery);
                writers.stop();
                writers.settle();
                out.printf(
                        Locale.ROOT,
                        "round %2d: killed %-8s after %4d ms, writes again after %5.2f s; acknowledged so far: %d interactions, %d recommendations%n",
                        round,
                        victim,
                        writing,
                        recovery,
                        writers.told().size(),
                        writers.answered().size());
            }
            return report(writers, shop, installation, slowest);
        } finally {
            server.close();
        }
    }

    private boolean report(Writers writers, ShopClient shop, Installation installation, double slowest)
            throws SQLException {
        try (OpenInstallation guest = OpenInstallation.share(installation)) {
            CrashAudit audit = CrashAudit.of(writers, shop, guest.database());
            out.printf(Locale.ROOT, "RESULT crash.rounds %d%n", rounds);
            out.printf(
                    Locale.ROOT,
                    "RESULT crash.acknowledged_interactions %d%n",
                    writers.told().size());
            out.printf(
                    Locale.ROOT,
                    "RESULT crash.acknowledged_recommendations %d%n",
                    writers.answered().size());
            out.printf(Locale.ROOT, "RESULT crash.lost_interactions %d%n", audit.lostInteractions());
            out.printf(Locale.ROOT, "RESULT crash.repeated_interactions %d%n", audit.repeatedInteractions());
            out.printf(Locale.ROOT, "RESULT crash.lost_recommendations %d%n", audit.lostRecommendations());
            out.printf(Locale.ROOT, "RESULT crash.incomplete_records %d%n", audit.incompleteRecords());
            out.printf(Locale.ROOT, "RESULT crash.slowest_recovery_seconds %.2f%n", slowest);
            return audit.isClean();
        }
    }

    private static ServerProcess started(Installation installation, int port) {
        ServerProcess server = ServerProcess.up(installation, port, SHORT_DEADLINE);
        server.await("/q/health", body -> true);
        return server;
    }

    private static void kill(Victim victim, ServerProcess server, Installation installation) {
        if (victim != Victim.SERVER) {
            OpenInstallation.postgresPid(installation)
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        if (victim != Victim.POSTGRES) {
            server.kill();
        }
    }

    /** Until a write that was sent after the kill is acknowledged. */
    private void awaitWrites(Writers writers) {
        long until = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        while (!writers.writeOnce(random)) {
            if (System.nanoTime() > until) {
                throw new CommandException("no write was acknowledged within " + ANSWERS_WITHIN + " after a kill");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
