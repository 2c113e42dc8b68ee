package io.explainrec.embedding;

import io.explainrec.ml.UnitVector;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.fusion.FusionInput;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.vision.EfficientNetLite;
import io.explainrec.ml.vision.ImageEncoder;
import io.explainrec.platform.assets.Assets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Items as a fusion places them, by text and picture; what an item lacks is masked. A text that items are looked for by is an item
 * without a picture. All is computed on the text encoder's thread, pictures in small parts, so that a query waits for one part at most.
 */
final class FusedEncoder implements ItemEncoder {
    private static final Logger LOG = Logger.getLogger(FusedEncoder.class);

    private final TextEncoder texts;
    private final ItemPictures pictures;
    private final OnDemand<Opened> opened;
    private boolean unreadableTold;

    /** A fusion with the encoder of its pictures; null where it has none. */
    private record Opened(AttentionFusion fusion, ImageEncoder images) {}

    /**
     * @param kept gives the fusion's folder, checked
     */
    FusedEncoder(TextEncoder texts, ItemPictures pictures, Assets assets, Clock clock, Supplier<FusionFolder> kept) {
        this.texts = texts;
        this.pictures = pictures;
        opened = new OnDemand<>("fusion of texts and pictures", clock, () -> open(kept.get(), assets));
    }

    private static Opened open(FusionFolder kept, Assets assets) {
        InstalledEncoders installed = new InstalledEncoders(assets);
        installed.require(kept);
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        AttentionFusion fusion = kept.fusion();
        try {
            return new Opened(
                    fusion,
                    fusion.config().names().contains(InstalledEncoders.IMAGE)
                            ? EfficientNetLite.open(installed.pictures())
                            : null);
        } catch (RuntimeException e) {
            fusion.close();
            throw e;
        }
    }

    @Override
    public float[][] items(List<ItemVectors.Waiting> items) {
        float[][] ofTexts = texts.items(items);
        Map<UUID, float[]> ofPictures = texts.compute(() -> opened.get().images) == null ? Map.of() : pictures(items);
        List<FusionInput> inputs = new ArrayList<>();
        for (int i = 0; i < ofTexts.length; i++) {
            inputs.add(input(ofTexts[i], ofPictures.get(items.get(i).item())));
        }
        return texts.compute(() -> fused(inputs));
    }

    @Override
    public float[] query(String text) {
        float[] own = texts.query(text);
        return texts.computeNow(() -> fused(List.of(input(own, null))))[0];
    }

    private static FusionInput input(float[] text, float[] picture) {
        return FusionInput.of(
                picture == null
                        ? Map.of(InstalledEncoders.TEXT, text)
                        : Map.of(InstalledEncoders.TEXT, text, InstalledEncoders.IMAGE, picture));
    }

    private Map<UUID, float[]> pictures(List<ItemVectors.Waiting> items) {
        Map<UUID, float[]> vectors = new HashMap<>();
        ItemPictures.Unreadable unreadable =
                pictures.parts(items.stream().map(ItemVectors.Waiting::item).toList(), (ids, read) -> {
                    float[][] encoded = texts.compute(() -> opened.get().images.encode(read));
                    for (int k = 0; k < encoded.length; k++) {
                        vectors.put(ids.get(k), encoded[k]);
                    }
                });
        if (unreadable != null && !unreadableTold) {
            unreadableTold = true;
            LOG.warnf(
                    "The picture of item %s %s; an item whose picture cannot be read is placed by its text alone, and others"
                            + " like it are not told of.",
                    unreadable.item(), unreadable.why());
        }
        return vectors;
    }

    private float[][] fused(List<FusionInput> inputs) {
        return opened.get().fusion.fuse(inputs).stream()
                .map(FusedItem::vector)
                .map(UnitVector::of)
                .toArray(float[][]::new);
    }

    /** Why it could not be loaded; null where nothing is wrong. */
    String trouble() {
        return opened.trouble();
    }

    /** Gives the memory back. */
    void close() {
        texts.compute(() -> {
            if (opened.loaded() != null) {
                opened.loaded().fusion.close();
                if (opened.loaded().images != null) {
                    opened.loaded().images.close();
                }
            }
            return null;
        });
    }
}
