package io.explainrec.ml.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Items as tensors. Where a modality is missing, its row holds zeros that nothing looks at: the mask takes the modality out of
 * the softmax. Legend: B items, M modalities.
 *
 * @param features (B, dimension) of each modality
 * @param present (B,M), 1 where the item has the modality, else 0
 * @param context (B, context), zeros where there is none; null where the fusion takes none
 * @param alone (B,1), 1 where the item has no context, else 0
 */
public record FusionBatch(List<NDArray> features, NDArray present, NDArray context, NDArray alone) {
    /**
     * Tensors of the items, owned by the manager.
     *
     * @throws IllegalArgumentException naming the item, by its place, that has no modality, an unknown one, or a vector of
     *     another length or with what is no number
     */
    public static FusionBatch of(FusionConfig config, List<FusionInput> items, NDManager manager) {
        for (int i = 0; i < items.size(); i++) {
            check(config, items.get(i), i);
        }
        List<NDArray> features = new ArrayList<>();
        for (Modality modality : config.modalities()) {
            features.add(Torch.create(
                    manager,
                    new Shape(items.size(), modality.dimension()),
                    to -> items.forEach(item -> put(item.features().get(modality.name()), modality.dimension(), to))));
        }
        NDArray present = Torch.create(
                manager, new Shape(items.size(), config.modalities().size()), to -> {
                    for (FusionInput item : items) {
                        config.names().forEach(name -> to.put(item.features().containsKey(name) ? 1 : 0));
                    }
                });
        NDArray context = config.context() == 0
                ? null
                : Torch.create(
                        manager,
                        new Shape(items.size(), config.context()),
                        to -> items.forEach(item -> put(item.context(), config.context(), to)));
        NDArray alone = Torch.create(
                manager,
                new Shape(items.size(), 1),
                to -> items.forEach(item -> to.put(item.context() == null ? 1 : 0)));
        return new FusionBatch(features, present, context, alone);
    }

    private static void put(float[] vector, int length, FloatBuffer to) {
        to.put(vector == null ? new float[length] : vector);
    }

    private static void check(FusionConfig config, FusionInput item, int place) {
        if (item.features().isEmpty()
                || !config.names().containsAll(item.features().keySet())) {
            throw new IllegalArgumentException("item " + place + " has the modalities "
                    + item.features().keySet() + "; expected one at least, and none but " + config.names());
        }
        for (Modality modality : config.modalities()) {
            check(item.features().get(modality.name()), modality.dimension(), modality.name(), place);
        }
        if (item.context() != null && config.context() == 0) {
            throw new IllegalArgumentException("item " + place + " has a context; this fusion takes none");
        }
        check(item.context(), config.context(), "context", place);
    }

    private static void check(float[] vector, int length, String name, int place) {
        if (vector == null) {
            return;
        }
        String which = "item " + place + ": the vector of '" + name + "' has ";
        if (vector.length != length) {
            throw new IllegalArgumentException(which + "length " + vector.length + "; expected " + length);
        }
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(which + value + "; expected numbers");
            }
        }
    }
}
