package io.explainrec.ml.vision;

import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells the weights of two encoders apart. */
final class WeightsHash {
    private static final int DIGITS = 12;

    private WeightsHash() {}

    /**
     * The first digits of the SHA-256 over the files.
     *
     * @throws ModelFileException where one cannot be read
     */
    static String of(Path... files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new ModelFileException(file, "cannot be read: " + e, e);
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
