package io.explainrec.ml.fusion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The file {@code config.json} of a small model of ours: what kind it is, the version of its format, and its shape. */
final class ConfigFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "config.json";
    private static final int VERSION = 1;

    private ConfigFile() {}

    /** A configuration to fill in. */
    static ObjectNode of(String kind) {
        return JSON.createObjectNode().put("model_type", kind).put("format_version", VERSION);
    }

    /** Writes the folder's configuration; the last file to be written, so that a folder that has one is whole. */
    static void write(Path folder, ObjectNode config) {
        try {
            WholeFile.write(
                    folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the folder where it is missing. */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ModelFileException(folder, "cannot be made: " + e, e);
        }
    }

    /**
     * Reads the folder's configuration.
     *
     * @throws ModelFileException where it is of another kind or version, or out of its range
     */
    static <T> T read(Path folder, String kind, Function<ModelJson, T> reader) {
        Path file = folder.resolve(FILE);
        ModelJson json = ModelJson.read(file);
        json.requireText("model_type", kind);
        if (json.whole("format_version") != VERSION) {
            throw json.unsupported("format_version", Integer.toString(VERSION));
        }
        try {
            return reader.apply(json);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "has a configuration out of its range: " + e.getMessage(), e);
        }
    }
}
