package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.fusion.SoftTokenProjection;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SoftToken;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.TensorReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Items' fused vectors as tokens of a prompt: scaled so that their elements have a mean square of 1, then projected. The projection is
 * learned with the adapter and stands among its heads.
 */
public final class SoftItems implements AutoCloseable {
    /** Name of the projection among the heads of {@link Trained}. */
    static final String HEAD = "soft_token";

    private final SoftTokenProjection projection;

    private SoftItems(SoftTokenProjection projection) {
        this.projection = projection;
    }

    /** An untrained projection, whose tokens are as loud as the model's words. */
    static SoftItems fresh(Llama llama, int width, long seed) {
        return new SoftItems(SoftTokenProjection.initial(width, llama.config().embed(), llama.loudness(), seed));
    }

    /**
     * The projection that a run came to.
     *
     * @param embed width of the model
     * @param width of the vectors
     * @throws io.explainrec.ml.weights.ModelFileException where the file of the heads is missing or has no projection of this shape
     */
    public static SoftItems read(Path folder, int embed, int width) {
        SoftItems items = new SoftItems(SoftTokenProjection.initial(width, embed, 1, 0));
        try (SafetensorsFile heads = SafetensorsFile.open(folder.resolve(Trained.HEADS));
                NDManager scope = Torch.manager()) {
            TensorReader reader = new TensorReader(heads, scope);
            items.projection
                    .parameters()
                    .forEach((name, array) -> reader.read(
                                    HEAD + "." + name, array.getShape().getShape())
                            .copyTo(array));
            return items;
        } catch (RuntimeException e) {
            items.close();
            throw e;
        }
    }

    /**
     * Encodes rows with items' vectors in their prompts.
     *
     * @param fused null for none
     */
    public static SequenceEncoder encoder(InstructionFormat format, SequenceEncoder.Reads reads, ItemVectors fused) {
        return fused == null ? new SequenceEncoder(format, reads) : new SequenceEncoder(format, reads, scaled(fused));
    }

    /** Vectors as {@link #tokens} takes them: of one length, whatever that of the fused ones is. */
    public static ItemVectors scaled(ItemVectors fused) {
        Map<List<String>, float[]> known = new HashMap<>();
        return (domain, item) -> known.computeIfAbsent(List.of(domain, item), of -> {
            float[] vector = fused.of(domain, item);
            return vector == null ? null : scaled(vector);
        });
    }

    private static float[] scaled(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float factor = square == 0 ? 0 : (float) Math.sqrt(vector.length / square);
        float[] scaled = new float[vector.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = factor * vector[k];
        }
        return scaled;
    }

    Trained.Head head() {
        return new Trained.Head(HEAD, projection.parameters(), true);
    }

    /** Vectors (N,d) as tokens (N,E); gradients reach the projection where they are asked for. */
    NDArray project(NDArray vectors) {
        return projection.forward(vectors);
    }

    /**
     * Tokens to put into prompts.
     *
     * @param places in the prompts
     * @param vectors {@linkplain #scaled scaled}, null where a prompt has none
     */
    public List<SoftToken> tokens(List<Integer> places, List<float[]> vectors) {
        List<float[]> present =
                vectors.stream().filter(vector -> vector != null).toList();
        float[][] projected = projection.tokens(present);
        List<SoftToken> tokens = new ArrayList<>();
        int next = 0;
        for (int k = 0; k < vectors.size(); k++) {
            tokens.add(vectors.get(k) == null ? null : new SoftToken(places.get(k), projected[next++]));
        }
        return tokens;
    }

    /** The same of vectors as they are, of whatever length. */
    List<SoftToken> ofFused(List<Integer> places, List<float[]> vectors) {
        List<float[]> scaled = new ArrayList<>();
        vectors.forEach(vector -> scaled.add(vector == null ? null : scaled(vector)));
        return tokens(places, scaled);
    }

    /**
     * Tokens of the candidates of a sequence whose encoder scaled their vectors, null where one has none.
     *
     * @param items null where prompts have no vectors
     */
    public static List<SoftToken> tokens(SoftItems items, AttributedSequence sequence) {
        List<AttributedCandidate.Item> of =
                sequence.candidates().stream().map(AttributedCandidate::item).toList();
        return items == null
                ? Collections.nCopies(of.size(), null)
                : items.tokens(
                        of.stream().map(item -> item == null ? 0 : item.place()).toList(),
                        of.stream()
                                .map(item -> item == null ? null : item.vector())
                                .toList());
    }

    @Override
    public void close() {
        projection.close();
    }
}
