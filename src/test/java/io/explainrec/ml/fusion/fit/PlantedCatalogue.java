package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.fusion.fit.FusionFit.Item;
import io.explainrec.ml.train.ModelCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sixty items of three kinds, which their texts and pictures tell apart in a few of many noisy numbers; people like one kind. */
public final class PlantedCatalogue {
    public static final List<FusionCard.Encoder> ENCODERS =
            List.of(new FusionCard.Encoder("text", "text-1", 12), new FusionCard.Encoder("image", "image-1", 20));

    private static final int ITEMS = 60;
    private static final int KINDS = 3;

    private PlantedCatalogue() {}

    /** The first item has nothing, the second no picture. */
    static List<Item> items() {
        Random random = new Random(3);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            Map<String, float[]> features = new HashMap<>();
            for (FusionCard.Encoder encoder : ENCODERS) {
                float[] vector = new float[encoder.dimension()];
                for (int k = 0; k < vector.length; k++) {
                    vector[k] = (float) random.nextGaussian();
                }
                vector[i % KINDS] += 2;
                features.put(encoder.modality(), vector);
            }
            if (i == 0) {
                features.clear();
            } else if (i == 1) {
                features.remove("image");
            }
            items.add(new Item("film", "i" + i, List.of("kind: " + i % KINDS), features));
        }
        return items;
    }

    static Interactions rows() {
        Random random = new Random(4);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int i = 0; i < ITEMS; i++) {
            builder.add("first", "film", "i" + i, false, Float.NaN, null);
        }
        for (int user = 0; user < 120; user++) {
            for (int k = 0; k < 15; k++) {
                int item = random.nextInt(ITEMS);
                builder.add("u" + user, "film", "i" + item, item % KINDS == user % KINDS, Float.NaN, null);
            }
        }
        builder.dropRepeats();
        return builder.build();
    }

    /** A fusion of these, in a folder. */
    public static FusionFolder fit(Path folder, long seed) {
        FusionOptions options = new FusionOptions(8, .1, 32, 5e-3, .2, 60, 10, 3, 1, seed);
        ModelCard.Made made = new ModelCard.Made("test", "21", "PyTorch", "Linux", 1);
        Interactions rows = rows();
        var learned =
                new FusionFit.Learned("planted", "all", DataSummary.of(rows).fingerprint(), rows);
        return new FusionFit(ENCODERS, items(), options, made).run(learned, folder, step -> {});
    }
}
