package io.explainrec.cli.fusion;

import io.explainrec.cli.data.PictureFolder;
import io.explainrec.embedding.InstalledEncoders;
import io.explainrec.embedding.ItemText;
import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.VectorCache;
import io.explainrec.ml.vision.ClipVision;
import io.explainrec.ml.vision.EfficientNetLite;
import io.explainrec.ml.vision.ImageEncoder;
import io.explainrec.ml.vision.RgbPicture;
import io.explainrec.platform.assets.Assets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Vectors of a catalogue's texts and pictures, each computed once and then read from the installation's folder. */
public final class FusionSources {
    private static final String TEXT_ENCODER = "minilm";

    private final Assets assets;
    private final Path cache;
    private final List<ItemFacts> items;
    private final List<FusionCard.Encoder> encoders = new ArrayList<>();
    private final List<Map<String, float[]>> features = new ArrayList<>();

    public FusionSources(Assets assets, Path cache, List<ItemFacts> items) {
        this.assets = assets;
        this.cache = cache;
        this.items = items;
        items.forEach(item -> features.add(new HashMap<>()));
    }

    /** What serving's text encoder says of each item. */
    public void texts(IntConsumer progress) {
        List<String> texts = items.stream()
                .map(item -> ItemText.of(item.title(), item.attributes(), item.text()))
                .toList();
        try (SentenceEncoder encoder = SentenceEncoder.open(assets.path(TEXT_ENCODER))) {
            var of = new FusionCard.Encoder(
                    InstalledEncoders.TEXT, InstalledEncoders.textVersion(), encoder.dimension());
            VectorCache.Encoder encode = places ->
                    encoder.encode(Arrays.stream(places).mapToObj(texts::get).toList());
            add(of, texts.stream().map(VectorCache::key).toList(), encode, progress);
        }
    }

    /**
     * What an image encoder says of the items' pictures.
     *
     * @param clip a folder with CLIP; null for the encoder that comes with the installation
     */
    public void pictures(PictureFolder pictures, Path clip, IntConsumer progress) {
        pictures.refuseShared(items.stream().map(ItemFacts::name).toList());
        try (ImageEncoder encoder = clip == null
                ? EfficientNetLite.open(new InstalledEncoders(assets).pictures())
                : ClipVision.open(clip)) {
            var of = new FusionCard.Encoder(InstalledEncoders.IMAGE, encoder.version(), encoder.dimension());
            List<String> keys = new ArrayList<>();
            for (ItemFacts item : items) {
                byte[] content = pictures.content(item.name());
                keys.add(content == null ? null : VectorCache.key(content));
            }
            add(
                    of,
                    keys,
                    places -> encode(
                            encoder, places, k -> pictures.picture(items.get(k).name())),
                    progress);
        }
    }

    /** Those of the pictures that can be read. */
    private static float[][] encode(ImageEncoder encoder, int[] places, IntFunction<RgbPicture> pictures) {
        float[][] vectors = new float[places.length][];
        List<RgbPicture> read = new ArrayList<>();
        List<Integer> of = new ArrayList<>();
        for (int k = 0; k < places.length; k++) {
            RgbPicture picture = pictures.apply(places[k]);
            if (picture != null) {
                read.add(picture);
                of.add(k);
            }
        }
        float[][] encoded = encoder.encode(read);
        for (int k = 0; k < encoded.length; k++) {
            vectors[of.get(k)] = encoded[k];
        }
        return vectors;
    }

    private void add(FusionCard.Encoder of, List<String> keys, VectorCache.Encoder encoder, IntConsumer progress) {
        encoders.add(of);
        float[][] vectors = new VectorCache(cache, of.version(), of.dimension()).vectors(keys, encoder, progress);
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] != null) {
                features.get(i).put(of.modality(), vectors[i]);
            }
        }
    }

    /** Of the modalities that were added. */
    List<FusionCard.Encoder> encoders() {
        return encoders;
    }

    /** By item. */
    public List<Map<String, float[]>> features() {
        return features;
    }
}
