package io.explainrec.ml.weights;

import io.explainrec.ml.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells two models apart: SHA-256 over the files that their answers depend on, in hexadecimal. */
public final class ModelHash {
    private static final int SHORT = 12;
    /** What is computed of the weights, and how texts become tokens. */
    private static final List<String> BESIDE = List.of("config.json", "tokenizer.json");

    private ModelHash() {}

    /**
     * Over these files, one after another, in their order.
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
     * Over a model: a file's own; of a folder that of its list, see {@link #ofList}.
     *
     * @param model one file, or a folder with safetensors, a configuration and a tokenizer
     * @throws ModelFileException where a file cannot be read
     */
    public static String ofModel(Path model) {
        if (!Files.isDirectory(model)) {
            return of(model);
        }
        Map<String, String> hashes = new HashMap<>();
        Stream.concat(BESIDE.stream(), ShardedSafetensors.filesIn(model).stream())
                .forEach(name -> hashes.put(name, of(model.resolve(name))));
        return ofList(hashes);
    }

    /**
     * Over the list of a folder's files, a line each in the order of their names as {@code sha256sum} prints it, so that whoever knows the
     * hashes needs to read no file. Files that answers do not depend on are left out.
     *
     * @param hashes of files, by name
     */
    public static String ofList(Map<String, String> hashes) {
        MessageDigest digest = Sha256.digest();
        new TreeMap<>(hashes).forEach((name, hash) -> {
            if (name.endsWith(".safetensors") || BESIDE.contains(name)) {
                digest.update((hash + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
