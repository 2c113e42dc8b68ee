package io.explainrec.embedding;

import io.explainrec.ml.UnitVector;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusionInput;
import io.explainrec.ml.fusion.Modality;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.vision.EfficientNetLite;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.problem.Conflict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The encoders that a fusion's vectors can be made with here, by the names that its card has for them. */
public record InstalledEncoders(Assets assets) {
    public static final String TEXT = "text";
    public static final String IMAGE = "image";
    private static final String PICTURES = "efficientnet-lite0";

    /** Version of the text encoder. */
    public static String textVersion() {
        return TextEncoder.version();
    }

    /** The picture encoder's checkpoint. */
    public Path pictures() {
        return assets.path(PICTURES);
    }

    /**
     * Refuses a fusion that items cannot be placed with here.
     *
     * @throws Conflict where it takes no texts, its encoders are others, its card tells of another shape than it has, or it gives a text no
     *     vector with a direction
     */
    void require(FusionFolder folder) {
        FusionCard card = folder.card();
        if (card.encoders().stream().noneMatch(encoder -> encoder.modality().equals(TEXT))) {
            throw new Conflict(
                    card.name() + " takes no texts, so that neither an item without a picture nor a search by"
                            + " words has a place in its space; fit one with './explainrec fusion fit --modalities both'.");
        }
        for (FusionCard.Encoder encoder : card.encoders()) {
            String here = version(encoder.modality());
            if (!encoder.version().equals(here)) {
                throw new Conflict(
                        card.name() + " was fitted to vectors of '" + encoder.modality() + "' by "
                                + encoder.version() + "; expected " + here
                                + ", which is installed: fit the fusion anew with this installation's encoders, without --clip.");
            }
        }
        List<Modality> told = card.encoders().stream()
                .map(encoder -> new Modality(encoder.modality(), encoder.dimension()))
                .toList();
        try (AttentionFusion fusion = folder.fusion()) {
            if (!fusion.config().modalities().equals(told)
                    || fusion.config().width() != card.options().width()
                    || fusion.config().context() != 0) {
                throw new Conflict(card.name() + " has the shape " + fusion.config() + ", and its card tells of " + told
                        + " in a width of " + card.options().width() + "; fit the fusion anew.");
            }
            requireVector(card, fusion);
        }
    }

    /** Weights of zeros are found by trying. */
    private static void requireVector(FusionCard card, AttentionFusion fusion) {
        int dimension = fusion.config().modalities().stream()
                .filter(modality -> modality.name().equals(TEXT))
                .findFirst()
                .orElseThrow()
                .dimension();
        float[] text = new float[dimension];
        Arrays.fill(text, 1);
        float[] vector = UnitVector.of(fusion.fuse(List.of(FusionInput.of(Map.of(TEXT, text))))
                .getFirst()
                .vector());
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw new Conflict(card.name() + " gives a text a vector without a direction; fit the fusion anew.");
            }
        }
    }

    private String version(String modality) {
        return switch (modality) {
            case TEXT -> textVersion();
            case IMAGE -> EfficientNetLite.version(pictures());
            default -> "none";
        };
    }
}
