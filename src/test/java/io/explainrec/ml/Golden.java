package io.explainrec.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.postgres.TestInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** What the reference gave, recorded by {@code src/test/python/record_golden.py}, and the weights that it was given. */
public final class Golden {
    private Golden() {}

    public static JsonNode read(String name) {
        try (var in = new GZIPInputStream(Golden.class.getResourceAsStream("/golden/" + name + ".json.gz"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file outside the repository. */
    public static JsonNode read(Path file) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    public static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    public static Path asset(String name) {
        return TestInstallation.assets().path(name);
    }

    public static Path folder(String name) {
        return Path.of(System.getProperty("explainrec.home", "."), "src/test/resources/golden", name);
    }
}
