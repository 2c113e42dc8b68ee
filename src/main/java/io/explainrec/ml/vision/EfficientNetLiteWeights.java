package io.explainrec.ml.vision;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.vision.FoldedConvolution.Form;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;

/** The weights of EfficientNet-Lite0 in float32, immutable, batch norms folded in. */
record EfficientNetLiteWeights(FoldedConvolution stem, List<Block> blocks, FoldedConvolution head) {
    private static final int STEM = 32;

    /** The classifier, which the features do not pass through. */
    private static final String CLASSIFIER = "_fc.";

    /** Blocks of one shape in a row, of which the first has the stride. */
    private record Stage(int repeats, int kernel, int stride, int expansion, int out) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 1, 16),
            new Stage(2, 3, 2, 6, 24),
            new Stage(2, 5, 2, 6, 40),
            new Stage(3, 3, 2, 6, 80),
            new Stage(3, 5, 1, 6, 112),
            new Stage(4, 5, 2, 6, 192),
            new Stage(1, 3, 1, 6, 320));

    /**
     * One block.
     *
     * @param expand null where the block does not widen
     * @param isResidual whether what comes in is added to what goes out
     */
    record Block(
            FoldedConvolution expand, FoldedConvolution depthwise, FoldedConvolution project, boolean isResidual) {}

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than it should, or would be left unused
     */
    static EfficientNetLiteWeights load(TensorSource source, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            Reader reader = new Reader(new TensorReader(source, scratch), manager);
            FoldedConvolution stem = reader.read("_conv_stem", "_bn0", new Form(RgbPicture.CHANNELS, STEM, 3, 2, 1));
            List<Block> blocks = new ArrayList<>();
            int in = STEM;
            for (Stage stage : STAGES) {
                for (int i = 0; i < stage.repeats; i++) {
                    blocks.add(reader.block("_blocks." + blocks.size() + ".", stage, in, i == 0));
                    in = stage.out;
                }
            }
            FoldedConvolution head =
                    reader.read("_conv_head", "_bn1", new Form(in, EfficientNetLite.FEATURES, 1, 1, 1));
            reader.tensors.refuseUnread(name -> name.startsWith(CLASSIFIER));
            return new EfficientNetLiteWeights(stem, List.copyOf(blocks), head);
        }
    }

    private record Reader(TensorReader tensors, NDManager manager) {
        FoldedConvolution read(String convolution, String norm, Form form) {
            return FoldedConvolution.read(tensors, manager, convolution, norm, form);
        }

        Block block(String at, Stage stage, int in, boolean isFirst) {
            int wide = in * stage.expansion;
            int stride = isFirst ? stage.stride : 1;
            return new Block(
                    wide == in ? null : read(at + "_expand_conv", at + "_bn0", new Form(in, wide, 1, 1, 1)),
                    read(at + "_depthwise_conv", at + "_bn1", new Form(wide, wide, stage.kernel, stride, wide)),
                    read(at + "_project_conv", at + "_bn2", new Form(wide, stage.out, 1, 1, 1)),
                    stride == 1 && in == stage.out);
        }
    }
}
