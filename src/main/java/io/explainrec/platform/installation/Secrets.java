package io.explainrec.platform.installation;

import io.explainrec.platform.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Secrets of an installation: one small file each, readable by their owner alone, written whole or not at all. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    public Secrets(Installation installation) {
        this.folder = installation.secrets();
    }

    /** Random text of this many bits, in the URL-safe alphabet of Base64. */
    public static String random(int bits) {
        byte[] bytes = new byte[bits / 8];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Where the secret of this name is, or would be. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The secret, or empty where it was never written.
     *
     * @throws InstallationException where it cannot be read, or is empty: nothing may be kept under a key that anybody knows
     */
    public Optional<String> read(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String secret;
        try {
            secret = Files.readString(file).strip();
        } catch (IOException e) {
            throw new InstallationException(
                    "cannot read " + file + "; it must belong to the user who runs ExplainRec", e);
        }
        if (secret.isEmpty()) {
            throw new InstallationException(file + " is empty; bring back the file as it was, from a backup of "
                    + folder + ". Where nothing was kept under it yet, delete it, and another is made");
        }
        return Optional.of(secret);
    }

    /**
     * The secret of this name; 256 random bits are made and kept where there is none. Of several processes that ask at once one makes it, so
     * that none goes on with a secret that is nowhere written.
     */
    public String readOrCreate(String name) {
        Optional<String> there = read(name);
        if (there.isPresent()) {
            return there.get();
        }
        synchronized (Secrets.class) {
            makeFolder();
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock turn = channel.lock()) {
                assert turn.isValid();
                return read(name).orElseGet(() -> {
                    String secret = random(256);
                    write(name, secret);
                    return secret;
                });
            } catch (IOException e) {
                throw notWritten(name, e);
            }
        }
    }

    /** Writes the secret with mode 0600 before any content is in it, then puts it in place in one step, and on the disk. */
    public void write(String name, String content) {
        makeFolder();
        try {
            Path draft = Files.createTempFile(
                    folder,
                    ".new",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, (content + "\n").getBytes(StandardCharsets.UTF_8));
            Folders.force(draft);
            Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.force(folder);
        } catch (IOException e) {
            throw notWritten(name, e);
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new InstallationException("cannot make " + folder + ": " + e, e);
        }
    }

    private InstallationException notWritten(String name, IOException cause) {
        return new InstallationException("cannot write " + file(name) + ": " + cause, cause);
    }
}
