package io.explainrec.platform.installation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes that work beside an installation's owner. Each holds the same lock in common, which the kernel drops when it
 * dies; whoever gets it alone knows that nobody is left, and keeps newcomers out.
 */
public final class Guests implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(100);

    private final FileChannel channel;
    private final FileLock lock;

    private Guests(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Comes in; waits while the owner closes. */
    public static Guests enter(Installation installation) {
        return lock(installation, true);
    }

    /** Waits until the last guest has left. */
    public static Guests awaitNone(Installation installation) {
        return lock(installation, false);
    }

    private static Guests lock(Installation installation, boolean shared) {
        try {
            Files.createDirectories(installation.run());
            FileChannel channel = FileChannel.open(
                    installation.run().resolve("guests"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            while (true) {
                try {
                    return new Guests(channel, channel.lock(0, Long.MAX_VALUE, shared));
                } catch (OverlappingFileLockException heldByThisProcess) {
                    LockSupport.parkNanos(RETRY.toNanos());
                }
            }
        } catch (IOException e) {
            throw new InstallationException("cannot lock a file in " + installation.run() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new InstallationException("cannot release a lock of the installation", e);
        }
    }
}
