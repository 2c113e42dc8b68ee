package io.explainrec.platform.installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** The secret, or empty where it was never written. */
    public Optional<String> read(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new InstallationException(
                    "cannot read " + file + "; it must belong to the user who runs ExplainRec", e);
        }
    }

    /** The secret of this name; 256 random bits are made and kept where there is none. */
    public String readOrCreate(String name) {
        return read(name).orElseGet(() -> {
            String secret = random(256);
            write(name, secret);
            return secret;
        });
    }

    /** Writes the secret with mode 0600 before any content is in it, then puts it in place in one step. */
    public void write(String name, String content) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Path draft = Files.createTempFile(
                    folder,
                    ".new",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, (content + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + file(name) + ": " + e, e);
        }
    }
}
