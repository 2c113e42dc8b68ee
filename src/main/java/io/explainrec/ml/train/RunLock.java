package io.explainrec.ml.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two processes from training in one folder. The system gives it up when its owner ends, however that is. */
final class RunLock implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws TrainingException where somebody trains there
     */
    static RunLock of(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new TrainingException("another process trains in " + folder
                        + "; wait until it ends, or give another folder with --out");
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new TrainingException("cannot lock " + folder + ": " + e.getMessage() + "; it must be writable", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // held as long as the channel is open
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
