package io.explainrec.ml.fusion.fit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a fusion is and where it comes from: {@code fusion.json}, the last file of its folder to be written.
 *
 * @param version of this file
 * @param name of the space that the fused vectors lie in; vectors of two names must never be compared
 * @param encoders what its modalities' vectors come from, in the order of the modalities
 * @param data what it learned from
 * @param options what it was fitted with
 * @param weights SHA-256 of the fusion's weights
 * @param vectors SHA-256 of the file of fused vectors
 * @param items in the catalogue, by the modalities that they have, as {@code text+image}
 * @param reached figures on what was held out
 * @param modalities mean weights, {@value #ALL} first, then by category
 * @param findings what looks wrong, in plain words
 * @param made by what
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FusionCard(
        int version,
        String name,
        List<Encoder> encoders,
        Data data,
        FusionOptions options,
        String weights,
        String vectors,
        Map<String, Integer> items,
        Map<String, Double> reached,
        List<Weights> modalities,
        List<String> findings,
        ModelCard.Made made) {
    public static final String FILE = "fusion.json";
    public static final String ALL = "all items";
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public FusionCard {
        encoders = List.copyOf(encoders);
        modalities = List.copyOf(modalities);
        findings = List.copyOf(findings);
    }

    /** A modality's encoder, with the length of its vectors. */
    public record Encoder(String modality, String version, int dimension) {}

    /**
     * What was learned from.
     *
     * @param source the data set's name
     * @param split how the rows that were learned from were told apart
     * @param fingerprint of these rows
     */
    public record Data(String source, String split, int rows, String fingerprint) {}

    /**
     * Mean weights of modalities over the items of a category that have several.
     *
     * @param category as {@code genre: Drama}
     * @param means by modality
     */
    public record Weights(String category, long items, Map<String, Double> means) {}

    void write(Path folder) {
        try {
            WholeFile.write(
                    folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads the card of a folder.
     *
     * @throws TrainingException where there is none, or one that is not read here
     */
    public static FusionCard read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new TrainingException(
                    folder + " holds no " + FILE + "; expected a folder that './explainrec fusion fit' wrote");
        }
        FusionCard card;
        try {
            card = JSON.readValue(file.toFile(), FusionCard.class);
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + " cannot be read: " + e.getOriginalMessage() + "; fit the fusion anew");
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage());
        }
        if (card.version != VERSION) {
            throw new TrainingException(
                    file + " has version " + card.version + "; this program reads version " + VERSION);
        }
        return card;
    }
}
