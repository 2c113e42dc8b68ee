package io.explainrec.ml.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An adaptation in a trained model's folder: {@value #NUMBERS} in single precision, and {@value #CARD}, written last. */
public final class AdaptationFiles {
    private static final String NUMBERS = "adaptation.safetensors";
    private static final String CARD = "adaptation.json";
    private static final int WITHOUT_TOKENS = 1;
    private static final String TOKEN = "token";
    private static final String TOKEN_RATE = "token_rate";
    /** Names of the files, in a fixed order. */
    public static final List<String> ALL = List.of(NUMBERS, CARD);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private AdaptationFiles() {}

    /** Whether a model's folder has one. */
    public static boolean in(Path folder) {
        return Files.exists(folder.resolve(CARD));
    }

    /** SHA-256 of the adapter in a folder. */
    public static String adapter(Path folder) {
        return ModelHash.of(AdapterFiles.ALL.stream().map(folder::resolve).toArray(Path[]::new));
    }

    /** Writes both files; one that was there is replaced. */
    public static void write(UserAdaptation adaptation, AdaptationCard card, Path folder) {
        Adaptation head = adaptation.head();
        try (NDManager manager = Torch.manager()) {
            float[] delta = new float[head.delta().length];
            for (int e = 0; e < delta.length; e++) {
                delta[e] = (float) head.delta()[e];
            }
            Files.deleteIfExists(folder.resolve(CARD));
            Map<String, NDArray> numbers = new TreeMap<>(Map.of(
                    "centre", manager.create(head.centre()),
                    "delta", manager.create(delta),
                    "scale", one(manager, head.scale()),
                    "bias", one(manager, head.bias()),
                    "rate", one(manager, head.rate()),
                    "bias_rate", one(manager, head.biasRate())));
            if (adaptation.token() != null) {
                numbers.put(TOKEN, manager.create(adaptation.token().start()));
                numbers.put(TOKEN_RATE, one(manager, adaptation.token().rate()));
            }
            SafetensorsWriter.write(folder.resolve(NUMBERS), numbers, Map.of());
            WholeFile.write(folder.resolve(CARD), JSON.writeValueAsBytes(card));
        } catch (IOException e) {
            throw new AdaptationException(folder.resolve(CARD) + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static NDArray one(NDManager manager, double number) {
        return manager.create(new float[] {(float) number});
    }

    /**
     * Reads the adaptation of a model.
     *
     * @param width of the model, E
     * @throws AdaptationException where it was learned over another adapter, or cannot be read
     * @throws ModelFileException where its numbers are missing or of another width
     */
    public static UserAdaptation read(Path folder, int width) {
        AdaptationCard card = card(folder);
        String found = adapter(folder);
        if (!found.equals(card.adapterSha256())) {
            throw new AdaptationException(folder.resolve(CARD) + " was learned over an adapter with SHA-256 "
                    + card.adapterSha256() + ", and the one beside it has " + found
                    + "; './explainrec adapt' learns it anew, or delete both its files");
        }
        try (NDManager manager = Torch.manager();
                SafetensorsFile file = SafetensorsFile.open(folder.resolve(NUMBERS))) {
            TensorReader reader = new TensorReader(file, manager);
            float[] start = reader.read("delta", width).toFloatArray();
            double[] delta = new double[width];
            for (int e = 0; e < width; e++) {
                delta[e] = start[e];
            }
            Adaptation head = new Adaptation(
                    reader.read("centre", width).toFloatArray(),
                    one(reader, "scale"),
                    delta,
                    one(reader, "bias"),
                    one(reader, "rate"),
                    one(reader, "bias_rate"),
                    card.steps());
            TokenAdaptation token = card.token() == null
                    ? null
                    : new TokenAdaptation(
                            reader.read(TOKEN, width).toFloatArray(),
                            one(reader, TOKEN_RATE),
                            card.token().steps());
            reader.refuseUnread(name -> false);
            return new UserAdaptation(head, token);
        }
    }

    private static double one(TensorReader reader, String name) {
        return reader.read(name, 1).toFloatArray()[0];
    }

    /**
     * Reads where a model's adaptation comes from.
     *
     * @throws AdaptationException where it cannot be read
     */
    public static AdaptationCard card(Path folder) {
        Path file = folder.resolve(CARD);
        try {
            JsonNode card = JSON.readTree(file.toFile());
            int version = card.path("version").asInt();
            if (version == WITHOUT_TOKENS) {
                ((ObjectNode) card).putNull("token");
            } else if (version != AdaptationCard.VERSION) {
                throw new AdaptationException(file + " has version " + version + "; this program reads versions "
                        + WITHOUT_TOKENS + " and " + AdaptationCard.VERSION
                        + ": './explainrec adapt' learns it anew");
            }
            return JSON.treeToValue(card, AdaptationCard.class);
        } catch (JsonProcessingException e) {
            throw new AdaptationException(file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new AdaptationException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
