package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.data.PictureFolder;
import io.explainrec.cli.fusion.FusionSources;
import io.explainrec.embedding.InstalledEncoders;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Vectors of items by number, each of length 1, null where an item has none: of texts, of pictures, and of both side by side, whose
 * cosine is the mean of the two cosines. Nothing about them is learned. What all pictures have in common is taken out of each.
 *
 * @param both of an item that has one of the two, that one alone beside zeros
 */
record ContentVectors(float[][] texts, float[][] pictures, float[][] both) {
    static ContentVectors of(List<ItemFacts> items, Path pictures, Assets assets) {
        FusionSources sources =
                new FusionSources(assets, Installation.configured().vectors(), items);
        PictureFolder folder = new PictureFolder(pictures);
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        sources.texts(done -> {});
        try (ConsoleBar bar = new ConsoleBar("pictures", items.size())) {
            sources.pictures(folder, null, bar::accept);
        }
        return of(of(InstalledEncoders.TEXT, sources.features()), of(InstalledEncoders.IMAGE, sources.features()));
    }

    /** Of what the encoders say, by item, null where nothing. */
    static ContentVectors of(float[][] texts, float[][] pictures) {
        float[][] ofTexts = scaled(texts);
        float[][] ofPictures = scaled(centred(pictures));
        return new ContentVectors(ofTexts, ofPictures, scaled(beside(ofTexts, ofPictures)));
    }

    private static float[][] of(String modality, List<Map<String, float[]>> features) {
        return features.stream().map(item -> item.get(modality)).toArray(float[][]::new);
    }

    private static float[][] centred(float[][] vectors) {
        int width = width(vectors);
        double[] mean = new double[width];
        int present = 0;
        for (float[] vector : vectors) {
            if (vector != null) {
                present++;
                for (int d = 0; d < width; d++) {
                    mean[d] += vector[d];
                }
            }
        }
        float[][] centred = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] != null) {
                centred[i] = new float[width];
                for (int d = 0; d < width; d++) {
                    centred[i][d] = (float) (vectors[i][d] - mean[d] / present);
                }
            }
        }
        return centred;
    }

    private static float[][] beside(float[][] left, float[][] right) {
        int split = width(left);
        int width = split + width(right);
        float[][] both = new float[left.length][];
        for (int i = 0; i < both.length; i++) {
            if (left[i] != null || right[i] != null) {
                both[i] = new float[width];
                if (left[i] != null) {
                    System.arraycopy(left[i], 0, both[i], 0, split);
                }
                if (right[i] != null) {
                    System.arraycopy(right[i], 0, both[i], split, width - split);
                }
            }
        }
        return both;
    }

    private static int width(float[][] vectors) {
        for (float[] vector : vectors) {
            if (vector != null) {
                return vector.length;
            }
        }
        return 0;
    }

    /** To length 1; one without a length is none. */
    private static float[][] scaled(float[][] vectors) {
        float[][] scaled = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] != null) {
                double square = 0;
                for (float value : vectors[i]) {
                    square += (double) value * value;
                }
                if (square > 0) {
                    scaled[i] = vectors[i].clone();
                    for (int d = 0; d < scaled[i].length; d++) {
                        scaled[i][d] /= (float) Math.sqrt(square);
                    }
                }
            }
        }
        return scaled;
    }
}
