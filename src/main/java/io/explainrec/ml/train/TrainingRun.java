package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.Checkpoints.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A run in its folder: {@code model.json} says what it is before anything is computed, {@code metrics.jsonl} what it does, checkpoints
 * where it stands, and {@code model} is what it came to. Started again in the same folder it goes on. Belongs to one thread, a
 * {@linkplain io.explainrec.ml.tensor.Torch#trainingThread training thread}.
 */
public final class TrainingRun {
    private static final String MODEL = "model";
    private static final String METRICS = "metrics.jsonl";

    private final Path folder;
    private final Llama llama;
    private final ModelCard card;
    private final List<AttributedSequence> train;
    private final List<RowValidation.Row> valid;
    private final InstructionFormat.Answers answers;

    private TrainingRun(
            Path folder,
            Llama llama,
            ModelCard card,
            List<AttributedSequence> train,
            List<RowValidation.Row> valid,
            InstructionFormat.Answers answers) {
        this.folder = folder;
        this.llama = llama;
        this.card = card;
        this.train = train;
        this.valid = valid;
        this.answers = answers;
    }

    /**
     * Prepares a run and checks all that can be checked before compute is spent.
     *
     * @throws TrainingException where the folder holds another run, where there is nothing to learn from, or where a row does not fit
     *     the model
     */
    public static TrainingRun prepare(
            Path folder,
            Llama llama,
            ModelCard.Base base,
            InstructionFiles data,
            TrainingOptions options,
            ModelCard.Made made) {
        return prepare(folder, llama, base, data, options, made, null);
    }

    /**
     * The same with items' vectors in the prompts.
     *
     * @param fused null for none
     */
    public static TrainingRun prepare(
            Path folder,
            Llama llama,
            ModelCard.Base base,
            InstructionFiles data,
            TrainingOptions options,
            ModelCard.Made made,
            Fused fused) {
        InstructionFormat format = new InstructionFormat(llama.tokenizer(), options.limits());
        SequenceEncoder encoder = fused == null
                ? new SequenceEncoder(format, options.reasons())
                : new SequenceEncoder(format, options.reasons(), SoftItems.scaled(fused.vectors));
        var card = new ModelCard(
                ModelCard.VERSION,
                new ModelCard.Format(
                        InstructionFormat.VERSION,
                        options.prefixTokens(),
                        options.suffixTokens(),
                        options.reasons(),
                        data.manifest().options().history()),
                base,
                data.manifest(),
                options,
                made,
                fused == null ? null : fused.from,
                Map.of());
        List<InstructionRow> rows = drawn(data.rows(InstructionFiles.TRAIN), options.rows(), options.seed());
        refuseOneSided(rows);
        List<AttributedSequence> train = rows.stream().map(encoder::encode).toList();
        List<RowValidation.Row> valid =
                drawn(data.rows(InstructionFiles.VALID), options.validationUsers(), options.seed()).stream()
                        .map(row ->
                                new RowValidation.Row(row.user(), !row.history().isEmpty(), encoder.encode(row)))
                        .toList();
        refuseWithoutVectors(fused, train);
        refuseTooLong(train, llama.config().context());
        refuseTooLong(
                valid.stream().map(RowValidation.Row::sequence).toList(),
                llama.config().context());
        TrainingRun run = new TrainingRun(folder, llama, card, train, valid, format.answers());
        run.claimFolder();
        return run;
    }

    /** Fused vectors of items, and where they come from. */
    public record Fused(ModelCard.Fusion from, ItemVectors vectors) {}

    private static void refuseWithoutVectors(Fused fused, List<AttributedSequence> rows) {
        boolean some =
                rows.stream().flatMap(row -> row.candidates().stream()).anyMatch(candidate -> candidate.item() != null);
        if (fused != null && !some) {
            throw new TrainingException("none of the data's candidates has a vector in " + fused.from.name()
                    + "; fit the fusion on the data set that the instructions were made of");
        }
    }

    /** A sample of the rows, in their order; all where so many are not there. */
    private static List<InstructionRow> drawn(List<InstructionRow> rows, int most, long seed) {
        if (most == 0 || rows.size() <= most) {
            return rows;
        }
        List<Integer> numbers = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            numbers.add(r);
        }
        Collections.shuffle(numbers, new Random(seed));
        return numbers.subList(0, most).stream().sorted().map(rows::get).toList();
    }

    private static void refuseOneSided(List<InstructionRow> rows) {
        long candidates =
                rows.stream().mapToLong(row -> row.candidates().size()).sum();
        long likes = rows.stream()
                .flatMap(row -> row.candidates().stream())
                .filter(InstructionRow.Candidate::liked)
                .count();
        if (likes == 0 || likes == candidates) {
            throw new TrainingException("the training part has " + rows.size() + " rows with " + likes + " likes and "
                    + (candidates - likes) + " dislikes; expected both");
        }
    }

    private static void refuseTooLong(List<AttributedSequence> sequences, int context) {
        for (int s = 0; s < sequences.size(); s++) {
            int deepest = sequences.get(s).deepest();
            if (deepest > context) {
                throw new TrainingException("row " + (s + 1) + " takes " + deepest
                        + " tokens with its longest candidate and reason, and the model's context is " + context
                        + "; lower prefixTokens, or shorten the reason");
            }
        }
    }

    private void claimFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrainingException("cannot make " + folder + ": " + e.getMessage(), e);
        }
        if (!Files.exists(folder.resolve(ModelCard.FILE))) {
            card.write(folder.resolve(ModelCard.FILE));
        } else if (!ModelCard.read(folder).sameRun(card)) {
            throw new TrainingException(folder + " holds a run with other data, base or options (" + ModelCard.FILE
                    + " tells which); give another folder, or delete this one");
        }
    }

    /** Where the best model of a run is, once it ended. */
    public static Path model(Path folder) {
        return folder.resolve(MODEL);
    }

    /** All steps of the run, if patience does not end it before. */
    public int steps() {
        return new BatchOrder(
                        train.size(),
                        card.options().batch(),
                        card.options().epochs(),
                        card.options().seed())
                .steps();
    }

    /**
     * Trains to the end, from the last checkpoint if there is one.
     *
     * @param progress told the number of steps taken
     * @return the folder of the best model
     */
    public Path run(LongConsumer progress) {
        TrainingOptions options = card.options();
        Checkpoints checkpoints = new Checkpoints(folder);
        TrainingLog log = new TrainingLog(folder.resolve(METRICS));
        SoftItems items = card.fusion() == null
                ? null
                : SoftItems.fresh(llama, card.fusion().width(), options.seed());
        AttributionLoss loss = new AttributionLoss(
                llama, options.loss(), items == null ? null : items::project, answers.yes(), answers.no());
        try (items;
                LoraAdapter adapter = LoraAdapter.fresh(llama.config(), options.lora(), options.seed());
                LoraStep step = new LoraStep(loss, llama.linears(), trained(adapter, items), options.clip());
                PrefixScorer scorer =
                        new PrefixScorer(llama, adapter.over(llama.linears()), answers.yes(), answers.no())) {
            Trained trained = trained(adapter, items);
            TrainingLoop loop = new TrainingLoop(options, train, step, new RowValidation(scorer, items, valid), log);
            State from = checkpoints.resume(trained, step.moments()).orElse(loop.start());
            step.resume(from.step());
            log.backTo(from.step());
            progress.accept(from.step());
            State reached = loop.run(
                    from,
                    (state, best) -> checkpoints.write(
                            state, trained, step.moments(), card.base().name(), best),
                    progress);
            return finish(checkpoints.best().orElseThrow(), trained.files(), reached, log);
        }
    }

    private static Trained trained(LoraAdapter adapter, SoftItems items) {
        return new Trained(adapter, items == null ? List.of() : List.of(items.head()));
    }

    private Path finish(Path best, List<String> files, State reached, TrainingLog log) {
        Path model = model(folder);
        try {
            Files.createDirectories(model);
            for (String file : files) {
                Files.copy(best.resolve(file), model.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double auc = log.lines("evaluation").stream()
                .filter(line -> line.path("uauc").asDouble() == reached.bestUauc())
                .mapToDouble(line -> line.path("auc").asDouble())
                .findFirst()
                .orElse(Double.NaN);
        card.with(Map.of("uauc", reached.bestUauc(), "auc", auc, "steps", (double) reached.step()))
                .write(model.resolve(ModelCard.FILE));
        return model;
    }
}
