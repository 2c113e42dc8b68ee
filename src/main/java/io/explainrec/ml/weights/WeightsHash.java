package io.explainrec.ml.weights;

import io.explainrec.ml.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Tells the weights of two models apart: SHA-256 over their files, one after another, in hexadecimal. */
public final class WeightsHash {
    private static final int SHORT = 12;

    private WeightsHash() {}

    /**
     * Over these files, in their order.
     *
     * @throws ModelFileException where one cannot be read
     */
    public static String of(Path... files) {
        MessageDigest digest = Sha256.digest();
        for (Path file : files) {
            try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new ModelFileException(file, "cannot be read: " + e, e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The first digits, for names of versions. */
    public static String shortened(Path... files) {
        return of(files).substring(0, SHORT);
    }

    /**
     * Over a model's weights.
     *
     * @param model one file, or a folder with safetensors, which are taken by name
     */
    public static String ofModel(Path model) {
        if (!Files.isDirectory(model)) {
            return of(model);
        }
        try (Stream<Path> files = Files.list(model)) {
            return of(files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .sorted()
                    .toArray(Path[]::new));
        } catch (IOException e) {
            throw new ModelFileException(model, "cannot be read: " + e, e);
        }
    }
}
