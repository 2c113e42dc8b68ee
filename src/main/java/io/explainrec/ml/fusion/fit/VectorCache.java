package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.Sha256;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What an encoder made of texts or pictures, kept in one file per version of the encoder, so that each is computed once. Contents are
 * known by their hash, so that a changed one is computed anew. Two processes that fill one file at the same time both end right; what
 * the one that ends last did not know is computed again.
 */
public final class VectorCache {
    /** Contents that are encoded between two looks at whether to write. */
    private static final int PART = 64;

    /** New vectors that are worth writing the file for, at least. */
    private static final int WORTH = 512;

    private static final int KEY_DIGITS = 32;

    private final Path file;
    private final int dimension;
    private final Map<String, float[]> known;

    /** Encodes the contents at these places of a list: a vector each, in their order; null where one cannot be read. */
    @FunctionalInterface
    public interface Encoder {
        float[][] encode(int[] places);
    }

    /**
     * @param folder made where it is missing
     * @param version of the encoder
     * @param dimension of its vectors
     * @throws ModelFileException where there is a file that is broken
     */
    public VectorCache(Path folder, String version, int dimension) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ModelFileException(folder, "cannot be made: " + e, e);
        }
        this.file = folder.resolve(version + ".safetensors");
        this.dimension = dimension;
        known = Files.exists(file) ? VectorFile.read(file, dimension) : new LinkedHashMap<>();
    }

    /** What a content is known by. */
    public static String key(byte[] content) {
        return Sha256.hex(content).substring(0, KEY_DIGITS);
    }

    /** What a text is known by. */
    public static String key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Vectors of contents, in their order; null where one cannot be read.
     *
     * @param keys null where there is no content
     * @param progress told how many are done
     * @throws ModelFileException before anything is computed, where the file cannot hold so many
     */
    public float[][] vectors(List<String> keys, Encoder encoder, IntConsumer progress) {
        int[] open = IntStream.range(0, keys.size())
                .filter(k -> keys.get(k) != null && !known.containsKey(keys.get(k)))
                .toArray();
        long all = known.size()
                + Arrays.stream(open).mapToObj(keys::get).distinct().count();
        if (all > VectorFile.MOST) {
            throw new ModelFileException(
                    file,
                    "would hold " + all + " vectors; expected up to " + VectorFile.MOST
                            + ": take fewer items, and delete the file where it holds those of other data");
        }
        int done = keys.size() - open.length;
        progress.accept(done);
        int unwritten = 0;
        for (int from = 0; from < open.length; from += PART) {
            int[] part = Arrays.copyOfRange(open, from, Math.min(from + PART, open.length));
            float[][] encoded = encoder.encode(part);
            for (int k = 0; k < part.length; k++) {
                if (encoded[k] != null) {
                    known.put(keys.get(part[k]), checked(encoded[k]));
                    unwritten++;
                }
            }
            progress.accept(done += part.length);
            // More are awaited where more are known, so that writing stays a small part of the work.
            if (unwritten >= Math.max(WORTH, known.size() / 4)) {
                VectorFile.write(file, known);
                unwritten = 0;
            }
        }
        if (unwritten > 0) {
            VectorFile.write(file, known);
        }
        return keys.stream().map(key -> key == null ? null : known.get(key)).toArray(float[][]::new);
    }

    private float[] checked(float[] vector) {
        if (vector.length != dimension) {
            throw new IllegalStateException(
                    "the encoder of " + file.getFileName() + " gave " + vector.length + " values, not " + dimension);
        }
        return vector;
    }
}
