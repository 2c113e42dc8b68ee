package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The folder of a fusion: {@code fusion} with its weights, {@code vectors.safetensors} with the fused vectors of the catalogue that it
 * was fitted on, and {@code fusion.json}, which tells of both.
 */
public final class FusionFolder {
    private static final String FUSION = "fusion";
    private static final String VECTORS = "vectors.safetensors";
    private static final String NAME = "fusion-1-";
    private static final int SHORT = 12;

    private final Path folder;
    private final FusionCard card;

    private FusionFolder(Path folder, FusionCard card) {
        this.folder = folder;
        this.card = card;
    }

    /** What an item's vector is kept by. */
    static String key(String domain, String item) {
        return domain + "/" + item;
    }

    /** An item of the catalogue with what was made of it, null where it has no vectors. */
    public record Item(String domain, String id, FusedItem fused) {}

    /**
     * Writes a folder; an earlier fusion in it stops being one first.
     *
     * @param describe completes a card of which name and hashes are known
     */
    static FusionFolder write(
            Path folder, AttentionFusion fusion, List<Item> items, UnaryOperator<FusionCard> describe) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(FusionCard.FILE));
        } catch (IOException e) {
            throw new ModelFileException(folder, "cannot be written: " + e, e);
        }
        fusion.save(folder.resolve(FUSION));
        Map<String, float[]> vectors = new LinkedHashMap<>();
        items.stream()
                .filter(item -> item.fused != null)
                .forEach(item -> vectors.put(key(item.domain, item.id), item.fused.vector()));
        VectorFile.write(folder.resolve(VECTORS), vectors);
        String weights = ModelHash.of(weights(folder));
        FusionCard blank = new FusionCard(
                FusionCard.VERSION,
                name(weights),
                List.of(),
                null,
                null,
                weights,
                ModelHash.of(folder.resolve(VECTORS)),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                null);
        FusionCard card = describe.apply(blank);
        card.write(folder);
        return new FusionFolder(folder, card);
    }

    private static Path weights(Path folder) {
        return folder.resolve(FUSION).resolve(AttentionFusion.WEIGHTS);
    }

    /**
     * Opens a folder.
     *
     * @throws ModelFileException where its files are not those that the card tells of
     */
    public static FusionFolder open(Path folder) {
        FusionCard card = FusionCard.read(folder);
        require(folder.resolve(FUSION), ModelHash.of(weights(folder)), card.weights());
        require(folder.resolve(VECTORS), ModelHash.of(folder.resolve(VECTORS)), card.vectors());
        if (!card.name().equals(name(card.weights()))) {
            throw new ModelFileException(
                    folder.resolve(FusionCard.FILE),
                    "names the space " + card.name() + "; expected " + name(card.weights())
                            + ", of its weights: fit the fusion anew, or copy its folder whole");
        }
        return new FusionFolder(folder, card);
    }

    private static String name(String weights) {
        return NAME + weights.substring(0, SHORT);
    }

    private static void require(Path file, String found, String expected) {
        if (!found.equals(expected)) {
            throw new ModelFileException(
                    file,
                    "has SHA-256 " + found + ", and " + FusionCard.FILE + " tells of " + expected
                            + "; fit the fusion anew, or copy its folder whole");
        }
    }

    /** What a model that reads these vectors keeps of where they come from. */
    public ModelCard.Fusion pin() {
        Map<String, String> encoders = new TreeMap<>();
        card.encoders().forEach(encoder -> encoders.put(encoder.modality(), encoder.version()));
        return new ModelCard.Fusion(
                card.name(),
                encoders,
                card.weights(),
                card.vectors(),
                card.options().width());
    }

    /** Copies the folder, the card last; a fusion that is there is replaced. */
    public void copyTo(Path other) {
        try {
            Files.createDirectories(other.resolve(FUSION));
            Files.deleteIfExists(other.resolve(FusionCard.FILE));
            try (Stream<Path> weights = Files.list(folder.resolve(FUSION))) {
                for (Path file : weights.toList()) {
                    copy(file, other.resolve(FUSION).resolve(file.getFileName()));
                }
            }
            copy(folder.resolve(VECTORS), other.resolve(VECTORS));
            copy(folder.resolve(FusionCard.FILE), other.resolve(FusionCard.FILE));
        } catch (IOException e) {
            throw new ModelFileException(other, "cannot be written: " + e, e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    public FusionCard card() {
        return card;
    }

    /** The fusion, for the caller to close. */
    public AttentionFusion fusion() {
        return AttentionFusion.open(folder.resolve(FUSION));
    }

    /** Fused vectors of the items that have one. */
    public FusedVectors vectors() {
        return new FusedVectors(
                VectorFile.read(folder.resolve(VECTORS), card.options().width()));
    }
}
