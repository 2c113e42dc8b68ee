package io.explainrec.platform.installation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One process at a time owns an installation and its PostgreSQL. The kernel drops the lock when the owner dies, however it
 * dies, so no lock is ever stale.
 */
public final class InstallationLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private InstallationLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock, or nothing where another process holds it. */
    public static Optional<InstallationLock> tryAcquire(Installation installation) {
        Path file = installation.run().resolve("lock");
        try {
            Files.createDirectories(installation.run());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
            return Optional.of(new InstallationLock(channel, lock));
        } catch (IOException e) {
            throw new InstallationException(
                    "cannot lock " + file + ": " + e.getMessage() + "; the folder must be writable", e);
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
            return Files.readString(installation.run().resolve("lock")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Whether the folder that is there now is the one that this process locked. */
    public static boolean isHeldByThisProcess(Installation installation) {
        return owner(installation).equals(Long.toString(ProcessHandle.current().pid()));
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new InstallationException("cannot release the lock of the installation", e);
        }
    }
}
