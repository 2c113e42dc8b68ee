package io.explainrec.ml.train;

import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.Merged;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.WeightsHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** What a run came to: a base, in the precision that it was trained over, with its adapter merged, and the format that its prompts are written in. */
public final class TrainedModel implements AutoCloseable {
    private final Llama llama;
    private final Merged merged;
    private final ModelCard card;

    private TrainedModel(Llama llama, Merged merged, ModelCard card) {
        this.llama = llama;
        this.merged = merged;
        this.card = card;
    }

    /** Whether a folder is one. */
    public static boolean at(Path folder) {
        return Files.exists(folder.resolve(ModelCard.FILE)) && Files.exists(folder.resolve(AdapterFiles.WEIGHTS));
    }

    /**
     * Opens a folder.
     *
     * @param bases where the base of a card is
     * @throws ModelFileException where the adapter or the base is not the one that the card tells of
     */
    public static TrainedModel open(Path folder, Function<ModelCard.Base, Path> bases) {
        ModelCard card = ModelCard.read(folder);
        if (!InstructionFormat.VERSION.equals(card.format().version())) {
            throw new TrainingException(
                    folder + " was trained on format " + card.format().version() + "; this program writes format "
                            + InstructionFormat.VERSION + ": train anew");
        }
        Path base = bases.apply(card.base());
        String found = WeightsHash.ofModel(base);
        if (!found.equals(card.base().sha256())) {
            throw new ModelFileException(
                    base,
                    "has SHA-256 " + found + ", and the adapter in " + folder + " was trained over one with "
                            + card.base().sha256() + "; give the base that it was trained over");
        }
        Llama llama = Llama.open(base, card.options().precision());
        try (var adapter = AdapterFiles.read(folder, llama.config())) {
            return new TrainedModel(llama, adapter.mergedInto(llama), card);
        } catch (RuntimeException e) {
            llama.close();
            throw e;
        }
    }

    public Llama llama() {
        return llama;
    }

    public Linears linears() {
        return merged;
    }

    public ModelCard card() {
        return card;
    }

    @Override
    public void close() {
        merged.close();
        llama.close();
    }
}
