package io.explainrec.ml.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The vision tower of CLIP (Radford et al. 2021, arXiv 2103.00020), a vision transformer (Dosovitskiy et al. 2020, arXiv
 * 2010.11929) whose class token is projected into the space that pictures and texts share. On random weights of the size of
 * ViT-B/32 its embeddings differ from those of transformers by 1.3e-6 at most (ClipVisionTest). Legend: B pictures, T tokens,
 * E embed, F feed-forward, S side, P patch.
 */
public final class ClipVision {
    /** To be raised with every change of what is computed, preprocessing included. */
    private static final int REVISION = 1;

    private final ClipVisionConfig config;
    private final ClipVisionWeights weights;

    ClipVision(ClipVisionConfig config, ClipVisionWeights weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * Loads a folder in Hugging Face's layout, of the tower with its projection or of the whole model: {@code config.json},
     * {@code model.safetensors}, and where there is one {@code preprocessor_config.json}.
     *
     * @throws ModelFileException where a file is missing, broken, or asks for what is not computed here
     */
    public static ImageEncoder open(Path folder) {
        Path configuration = folder.resolve("config.json");
        Path tensors = folder.resolve("model.safetensors");
        ClipVisionConfig config = ClipVisionConfig.read(configuration);
        Path processor = folder.resolve("preprocessor_config.json");
        Preprocessing preprocessing = ClipPreprocessing.read(processor, config.image());
        String hash = Files.exists(processor)
                ? ModelHash.shortened(configuration, tensors, processor)
                : ModelHash.shortened(configuration, tensors);
        String version = "clip-vision-" + REVISION + "-" + hash;
        NDManager manager = Torch.manager();
        try (SafetensorsFile file = SafetensorsFile.open(tensors)) {
            ClipVision tower = new ClipVision(config, ClipVisionWeights.load(file, config, manager));
            return new BatchedEncoder(manager, version, config.projection(), preprocessing, tower::embed);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Vectors (B, projection) of pictures (B,3,S,S), owned by the pictures' manager. */
    NDArray embed(NDArray pictures) {
        NDManager manager = pictures.getManager();
        NDArray x = tokens(pictures);
        x = weights.before().apply(x);
        for (ClipVisionWeights.Layer layer : weights.layers()) {
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = layer(layer, x);
                x.attach(manager);
            }
        }
        NDArray first = Torch.slice(x, 1, 0, 1).reshape(-1, config.embed()); // (B,E)
        return Torch.linear(weights.after().apply(first), weights.project()); // (B,projection)
    }

    private NDArray tokens(NDArray pictures) {
        long b = pictures.getShape().get(0);
        NDArray patches = Torch.convolution(pictures, weights.patches(), null, config.patch(), 0, 1); // (B,E,S/P,S/P)
        patches = Torch.transpose(patches.reshape(b, config.embed(), config.tokens() - 1), 1, 2); // (B,T-1,E)
        NDArray zeros = pictures.getManager().zeros(new Shape(b, 1, config.embed()));
        NDArray classToken = zeros.add(weights.classToken()); // (B,1,E)
        return Torch.concat(1, classToken, patches).add(weights.positions()); // (B,T,E)
    }

    private static NDArray layer(ClipVisionWeights.Layer layer, NDArray x) {
        x = x.add(layer.attention().apply(layer.beforeAttention().apply(x), null)); // (B,T,E)
        NDArray wide =
                Torch.quickGelu(layer.wide().apply(layer.beforeFeedForward().apply(x))); // (B,T,F)
        return x.add(layer.narrow().apply(wide));
    }
}
