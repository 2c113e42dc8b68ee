package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.adapt.AdaptationException;
import io.explainrec.ml.adapt.AdaptationFiles;
import io.explainrec.ml.adapt.AdaptingScorer;
import io.explainrec.ml.adapt.UserAdaptation;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.LlamaFiles;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.lora.Merged;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.TokenizerException;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.TensorReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a run came to: a base with its adapter, and the format that its prompts are written in. Opened by itself, its base is in the
 * precision that it was trained over; several may lie over one base in memory, in that one's, see {@link #over}.
 */
public final class TrainedModel implements AutoCloseable {
    private static final String OF_RUN = "model";

    private final Llama llama;
    private final boolean own;
    private final Adapted adapted;
    private final ModelCard card;
    private final Optional<UserAdaptation> adaptation;
    private final SoftItems items;

    private TrainedModel(
            Llama llama,
            boolean own,
            Adapted adapted,
            ModelCard card,
            Optional<UserAdaptation> adaptation,
            SoftItems items) {
        this.llama = llama;
        this.own = own;
        this.adapted = adapted;
        this.card = card;
        this.adaptation = adaptation;
        this.items = items;
    }

    /** Whether a folder is one. */
    public static boolean at(Path folder) {
        return AdapterFiles.ALL.stream().allMatch(file -> Files.exists(folder.resolve(file)))
                && Files.exists(folder.resolve(ModelCard.FILE));
    }

    /** The model's folder: this one, or where it is a run's, the one in it; empty where neither is one. */
    public static Optional<Path> in(Path folder) {
        return Stream.of(folder, folder.resolve(OF_RUN))
                .filter(TrainedModel::at)
                .findFirst();
    }

    /**
     * All files that its answers depend on beside the base, in a fixed order.
     *
     * @throws TrainingException where its card cannot be read
     */
    public static List<Path> files(Path folder) {
        Stream<String> adaptation = AdaptationFiles.in(folder) ? AdaptationFiles.ALL.stream() : Stream.empty();
        Stream<String> projection = ModelCard.read(folder).fusion() == null ? Stream.empty() : Stream.of(Trained.HEADS);
        return Stream.of(AdapterFiles.ALL.stream(), Stream.of(ModelCard.FILE), adaptation, projection)
                .flatMap(names -> names)
                .map(folder::resolve)
                .toList();
    }

    /**
     * Checks a folder as {@link #open} would, without the base's weights in memory.
     *
     * @param bases where the base of a card is
     * @throws ModelFileException where adapter and base do not fit, the projection of items' vectors is missing or of another shape, or
     *     a number is not finite
     * @throws TrainingException where this program does not write its prompts, or they do not fit the base
     * @throws AdaptationException where its adaptation to users is of another adapter
     * @throws TokenizerException where the base has no single tokens for Yes and No
     */
    public static ModelCard check(Path folder, Function<ModelCard.Base, Path> bases) {
        ModelCard card = card(folder);
        Path base = bases.apply(card.base());
        requireBase(folder, card, base, ModelHash.ofModel(base));
        try (LlamaFiles files = LlamaFiles.open(base);
                LoraAdapter adapter = AdapterFiles.read(folder, files.config())) {
            files.check();
            TrainingOptions.format(files.tokenizer(), card.format().limits()).answers();
            int prompt = card.format().prefixTokens() + card.format().suffixTokens();
            if (prompt > files.config().context()) {
                throw new TrainingException(folder + " takes prompts of " + prompt
                        + " tokens; the base has a context of " + files.config().context());
            }
            adaptation(folder, files.config());
            requireFinite(folder.resolve(AdapterFiles.WEIGHTS), adapter.parameters());
            try (SoftItems items = items(folder, files.config(), card)) {
                if (items != null) {
                    requireFinite(folder.resolve(Trained.HEADS), items.head().parameters());
                }
            }
        }
        return card;
    }

    private static void requireFinite(Path file, Map<String, NDArray> parameters) {
        parameters.forEach((name, array) -> TensorReader.requireFinite(file, name, array));
    }

    /**
     * Opens a folder.
     *
     * @param bases where the base of a card is
     * @throws ModelFileException where the adapter or the base is not the one that the card tells of
     */
    public static TrainedModel open(Path folder, Function<ModelCard.Base, Path> bases) {
        ModelCard card = card(folder);
        Path base = bases.apply(card.base());
        requireBase(folder, card, base, ModelHash.ofModel(base));
        Llama llama = Llama.open(base, card.options().precision());
        try {
            return over(llama, true, folder, card);
        } catch (RuntimeException e) {
            llama.close();
            throw e;
        }
    }

    /**
     * Opens a folder over a base that is in memory and stays there when this is closed.
     *
     * @param base of {@code llama}
     * @throws ModelFileException where the adapter was trained over another base
     */
    public static TrainedModel over(Llama llama, OpenedBase base, Path folder) {
        ModelCard card = card(folder);
        requireBase(folder, card, base.path(), base.sha256());
        return over(llama, false, folder, card);
    }

    /** Where a base in memory was read from, and its hash, see {@link ModelHash#ofModel}. */
    public record OpenedBase(Path path, String sha256) {}

    private static TrainedModel over(Llama llama, boolean own, Path folder, ModelCard card) {
        Adapted adapted = Adapted.of(AdapterFiles.read(folder, llama.config()), llama);
        try {
            Optional<UserAdaptation> adaptation = adaptation(folder, llama.config());
            return new TrainedModel(llama, own, adapted, card, adaptation, items(folder, llama.config(), card));
        } catch (RuntimeException e) {
            adapted.close();
            throw e;
        }
    }

    /**
     * Linear layers with an adapter, merged where the weights hold the sum as exactly as it was trained. In a narrow type they would round
     * most of a small change away, so there it lies beside them, as it did when it was trained.
     *
     * @param owner of the arrays that are not the base's
     */
    private record Adapted(Linears linears, Runnable owner) implements AutoCloseable {
        static Adapted of(LoraAdapter adapter, Llama llama) {
            if (llama.precision() != Precision.FLOAT32) {
                return new Adapted(adapter.over(llama.linears()), adapter::close);
            }
            try (adapter) {
                Merged merged = adapter.mergedInto(llama);
                return new Adapted(merged, merged::close);
            }
        }

        @Override
        public void close() {
            owner.run();
        }
    }

    private static SoftItems items(Path folder, LlamaConfig config, ModelCard card) {
        return card.fusion() == null
                ? null
                : SoftItems.read(folder, config.embed(), card.fusion().width());
    }

    private static Optional<UserAdaptation> adaptation(Path folder, LlamaConfig config) {
        return AdaptationFiles.in(folder)
                ? Optional.of(AdaptationFiles.read(folder, config.embed()))
                : Optional.empty();
    }

    private static ModelCard card(Path folder) {
        ModelCard card = ModelCard.read(folder);
        if (!InstructionFormat.VERSION.equals(card.format().version())) {
            throw new TrainingException(
                    folder + " was trained on format " + card.format().version() + "; this program writes format "
                            + InstructionFormat.VERSION + ": train anew");
        }
        return card;
    }

    private static void requireBase(Path folder, ModelCard card, Path base, String found) {
        if (!found.equals(card.base().sha256())) {
            throw new ModelFileException(
                    base,
                    "has SHA-256 " + found + ", and the adapter in " + folder + " was trained over one with "
                            + card.base().sha256()
                            + "; give the base that it was trained over, with its config.json and"
                            + " tokenizer.json (a program before these counted wrote another hash: then train anew)");
        }
    }

    public Llama llama() {
        return llama;
    }

    public Linears linears() {
        return adapted.linears();
    }

    public ModelCard card() {
        return card;
    }

    /** What puts items' vectors into prompts; null where the model reads texts alone. */
    public SoftItems items() {
        return items;
    }

    /** How prompts are written for it. */
    public InstructionFormat format() {
        return TrainingOptions.format(llama.tokenizer(), card.format().limits());
    }

    /** Scores as it was taught to: with items' vectors and adaptation where it learned them. For the caller to close. */
    public AdaptingScorer scorer() {
        return new AdaptingScorer(
                llama, linears(), format(), adaptation.orElse(null), items == null ? null : items::ofFused);
    }

    @Override
    public void close() {
        adapted.close();
        if (items != null) {
            items.close();
        }
        if (own) {
            llama.close();
        }
    }
}
