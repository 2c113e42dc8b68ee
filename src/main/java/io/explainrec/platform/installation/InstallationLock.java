package io.explainrec.platform.installation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process at a time owns an installation and its PostgreSQL. The kernel drops the lock when the owner dies, however it
 * dies, so no lock is ever stale. It also drops it when the owner closes the locked file by any handle, so that file is opened
 * to lock it and for nothing else; who owns it is written in another.
 */
public final class InstallationLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private InstallationLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock, or nothing where another process, or this one, holds it. */
    public static Optional<InstallationLock> tryAcquire(Installation installation) {
        Path file = installation.run().resolve("lock");
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        InstallationLock taken = null;
        try {
            Files.createDirectories(installation.run());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            Files.writeString(ownerFile(installation), ProcessHandle.current().pid() + "\n");
            taken = new InstallationLock(file, channel, lock);
            return Optional.of(taken);
        } catch (IOException e) {
            throw new InstallationException(
                    "cannot lock " + file + ": " + e.getMessage() + "; the folder must be writable", e);
        } finally {
            if (taken == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    /** Takes the lock, or says who has it. */
    public static InstallationLock acquire(Installation installation) {
        return tryAcquire(installation)
                .orElseThrow(() -> new InstallationException("the installation in " + installation.root()
                        + " is in use by process " + owner(installation)
                        + "; stop it with './explainrec down', or start this one on another folder (--var)"));
    }

    /** Process id of the owner, as it wrote it. */
    public static String owner(Installation installation) {
        try {
            return Files.readString(ownerFile(installation)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Whether the folder that is there now is the one that this process locked. */
    public static boolean isHeldByThisProcess(Installation installation) {
        return owner(installation).equals(Long.toString(ProcessHandle.current().pid()));
    }

    private static Path ownerFile(Installation installation) {
        return installation.run().resolve("owner");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
            HELD_HERE.remove(file);
        } catch (IOException e) {
            throw new InstallationException("cannot release the lock of the installation", e);
        }
    }
}
