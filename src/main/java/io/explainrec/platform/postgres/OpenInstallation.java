package io.explainrec.platform.postgres;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Guests;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.InstallationLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An installation whose database answers. Its owner holds the lock, starts PostgreSQL, starts it again if it dies, and stops
 * it; others share the database that the owner runs.
 */
public final class OpenInstallation implements AutoCloseable {
    /** Version of what lies in the folder; raised when an older program could not read it. */
    private static final int FORMAT = 1;

    private static final String FORMAT_FILE = "format";

    private static final Duration OWNER_STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final long SUPERVISION_MILLIS = 500;
    private static final long REQUESTS_END_WITHIN_SECONDS = 20;

    private final EmbeddedPostgres postgres;
    private final Database database;
    private final Installation installation;
    private final InstallationLock lock;
    private final Guests guest;
    private final boolean waitsForGuests;
    private final ScheduledExecutorService supervisor;
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenInstallation(Installation installation, InstallationLock lock, boolean waitsForGuests) {
        this.installation = installation;
        this.postgres = postgres(installation);
        this.lock = lock;
        this.guest = null;
        this.waitsForGuests = waitsForGuests;
        this.database = postgres.start();
        this.supervisor = supervise(installation, postgres);
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAfterSignal, "close-installation"));
    }

    private OpenInstallation(Installation installation, Guests guest) {
        this.installation = installation;
        this.postgres = postgres(installation);
        this.lock = null;
        this.guest = guest;
        this.waitsForGuests = false;
        this.database = postgres.attach();
        this.supervisor = null;
    }

    /**
     * Opens it as its owner.
     *
     * @throws InstallationException where another process owns it, or a newer program made it
     */
    public static OpenInstallation own(Installation installation) {
        checkFormat(installation);
        return owned(installation, InstallationLock.acquire(installation), false);
    }

    /**
     * Opens it as its owner where nobody else is, else beside the owner. Such an owner stops PostgreSQL only when the last
     * that came in beside it has left.
     */
    public static OpenInstallation share(Installation installation) {
        checkFormat(installation);
        long until = System.nanoTime() + OWNER_STARTS_WITHIN.toNanos();
        while (true) {
            Optional<InstallationLock> lock = InstallationLock.tryAcquire(installation);
            if (lock.isPresent()) {
                return owned(installation, lock.get(), true);
            }
            Guests guest = Guests.enter(installation);
            try {
                return new OpenInstallation(installation, guest);
            } catch (PostgresException notYet) {
                guest.close();
                if (System.nanoTime() > until) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private static OpenInstallation owned(Installation installation, InstallationLock lock, boolean waitsForGuests) {
        try {
            return new OpenInstallation(installation, lock, waitsForGuests);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres postgres(Installation installation) {
        return new EmbeddedPostgres(installation, Assets.of(installation).path("postgres"));
    }

    /** Stops the PostgreSQL that a killed owner left behind; says whether there was one. */
    public static boolean stopOrphan(Installation installation) {
        if (!Files.exists(installation.root().resolve(FORMAT_FILE))) {
            return false;
        }
        try (InstallationLock lock = InstallationLock.tryAcquire(installation).orElse(null)) {
            if (lock == null) {
                throw new InstallationException(installation.root() + " is in use by process "
                        + InstallationLock.owner(installation)
                        + ", which is not a server that is ready; wait for it, or end that process");
            }
            EmbeddedPostgres postgres = postgres(installation);
            boolean orphaned = postgres.pid().isPresent();
            postgres.stop();
            return orphaned;
        }
    }

    /** Process id of the PostgreSQL of an installation; empty when none runs. */
    public static Optional<Long> postgresPid(Installation installation) {
        return postgres(installation).pid();
    }

    /** How to reach its database. */
    public Database database() {
        return database;
    }

    private static ScheduledExecutorService supervise(Installation installation, EmbeddedPostgres postgres) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("postgres-supervisor").factory());
        executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        // Somebody may have deleted the folder and begun anew in its place: that is not ours to
                        // supervise.
                        if (InstallationLock.isHeldByThisProcess(installation) && postgres.revive()) {
                            System.getLogger(OpenInstallation.class.getName())
                                    .log(System.Logger.Level.WARNING, "PostgreSQL had died and was started again");
                        }
                    } catch (RuntimeException e) {
                        System.getLogger(OpenInstallation.class.getName())
                                .log(System.Logger.Level.ERROR, "PostgreSQL died and does not start", e);
                    }
                },
                SUPERVISION_MILLIS,
                SUPERVISION_MILLIS,
                TimeUnit.MILLISECONDS);
        return executor;
    }

    private static void checkFormat(Installation installation) {
        Path file = installation.root().resolve(FORMAT_FILE);
        try {
            Files.createDirectories(installation.root());
            if (!Files.exists(file)) {
                Files.writeString(file, FORMAT + "\n");
                return;
            }
            String found = Files.readString(file).strip();
            if (!found.matches("\\d{1,9}") || Integer.parseInt(found) > FORMAT) {
                throw new InstallationException(installation.root() + " has format " + found
                        + ", and this program knows formats up to " + FORMAT
                        + "; use the newer program that made it, or another folder (--var)");
            }
        } catch (IOException e) {
            throw new InstallationException("cannot use " + installation.root() + ": " + e.getMessage(), e);
        }
    }

    /** A signal ends the process while its main thread still stops the server; PostgreSQL must outlive that. */
    private void closeAfterSignal() {
        try {
            if (!closed.await(REQUESTS_END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        if (guest != null) {
            guest.close();
            closed.countDown();
            return;
        }
        if (waitsForGuests) {
            try (Guests none = Guests.awaitNone(installation)) {
                stop();
            }
        } else {
            stop();
        }
        closed.countDown();
    }

    private void stop() {
        supervisor.shutdown();
        try {
            // A revival that is under way must not start what is being stopped.
            supervisor.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.stop();
        lock.close();
    }
}
