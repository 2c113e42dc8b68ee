package io.explainrec.ml.train;

import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.instruct.TextFiles.TextManifest;
import io.explainrec.ml.instruct.TextRows;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.TaskRow;
import io.explainrec.ml.task.Weighting;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.Checkpoints.State;
import io.explainrec.ml.train.Trained.Head;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A run in its folder: {@code model.json} says what it is before anything is computed, {@code metrics.jsonl} what it does, checkpoints
 * where it stands, and {@code model} is what it came to. Started again in the same folder it goes on. Belongs to one thread, a
 * {@linkplain io.explainrec.ml.tensor.Torch#trainingThread training thread}.
 *
 * @param <R> the kind of row that it learns from
 */
public final class TrainingRun<R extends TaskRow> implements AutoCloseable {
    private static final String MODEL = "model";
    private static final String METRICS = "metrics.jsonl";
    /** The head of the tasks' weights. */
    private static final String WEIGHTING = "weighting";

    private final Path folder;
    private final Llama llama;
    private final Path from;
    private final ModelCard card;
    private final TrainingMaterial<R> material;

    private TrainingRun(Setting setting, Llama llama, ModelCard card, TrainingMaterial<R> material) {
        folder = setting.folder;
        this.llama = llama;
        from = setting.from;
        this.card = card;
        this.material = material;
    }

    /**
     * What a run is made of beside what it learns from.
     *
     * @param folder the run's
     * @param config of the base
     * @param from the folder of an earlier run whose adapter it begins with; null to begin anew
     */
    public record Setting(
            Path folder,
            LlamaConfig config,
            ModelCard.Base base,
            TrainingOptions options,
            ModelCard.Made made,
            Path from) {}

    /** Fused vectors of items, and where they come from. */
    public record Fused(ModelCard.Fusion from, ItemVectors vectors) {}

    /**
     * Refuses, without the base in memory, what {@link #prepare} and {@link #run} would refuse that does not need it.
     *
     * @throws TrainingException where the folder holds another run, where another process trains in it, or where the earlier run does not
     *     fit this one
     * @throws io.explainrec.ml.instruct.InstructionException where the data changed since they were written
     */
    public static void check(Setting setting, InstructionFiles data, Fused fused) {
        data.check();
        check(setting, card(setting, data, fused));
    }

    /** The same of texts. */
    public static void check(Setting setting, TextRows data) {
        check(setting, card(setting, data));
    }

    private static void check(Setting setting, ModelCard card) {
        refuseOther(setting.folder, card);
        if (Files.exists(setting.folder.resolve(ModelCard.FILE))) {
            RunLock.of(setting.folder).close();
        }
    }

    /**
     * Prepares a run on attributed preferences, and checks what is left before compute is spent.
     *
     * @param llama of the setting's base
     * @param fused items' vectors for the prompts; null for none
     * @throws TrainingException where the folder holds another run, where there is nothing to learn from, where a row does not fit the
     *     model, or where the earlier run does not fit this one
     */
    public static TrainingRun<?> prepare(Setting setting, Llama llama, InstructionFiles data, Fused fused) {
        ModelCard card = card(setting, data, fused);
        return of(setting, llama, card, new PreferenceMaterial(llama, data, setting.options, fused));
    }

    /**
     * The same on texts, of which a part validates.
     *
     * @throws TrainingException naming the line of a row that is longer than the model's context
     */
    public static TrainingRun<?> prepare(Setting setting, Llama llama, TextRows data) {
        ModelCard card = card(setting, data);
        return of(setting, llama, card, new TextMaterial(llama, data, setting.options));
    }

    private static ModelCard card(Setting setting, InstructionFiles data, Fused fused) {
        int history = data.manifest().options().history();
        return card(setting, history, data.manifest(), null, fused == null ? null : fused.from);
    }

    private static ModelCard card(Setting setting, TextRows data) {
        return card(setting, InstructionBuilder.Options.DEFAULT.history(), null, data.manifest(), null);
    }

    private static ModelCard card(
            Setting setting, int history, Manifest data, TextManifest text, ModelCard.Fusion fusion) {
        TrainingOptions options = setting.options;
        var format = new ModelCard.Format(
                InstructionFormat.VERSION, options.prefixTokens(), options.suffixTokens(), options.reasons(), history);
        return new ModelCard(
                ModelCard.VERSION,
                format,
                setting.base,
                data,
                text,
                setting.from == null ? null : EarlierRun.check(setting.from, setting),
                options,
                setting.made,
                fusion,
                Map.of());
    }

    private static <R extends TaskRow> TrainingRun<R> of(
            Setting setting, Llama llama, ModelCard card, TrainingMaterial<R> material) {
        TrainingRun<R> run = new TrainingRun<>(setting, llama, card, material);
        try {
            refuseOther(setting.folder, card);
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrainingException("cannot make " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void refuseOther(Path folder, ModelCard card) {
        if (!Files.exists(folder.resolve(ModelCard.FILE))) {
            return;
        }
        List<String> apart = ModelCard.read(folder).apart(card);
        if (!apart.isEmpty()) {
            throw new TrainingException(folder + " holds a run that differs in " + String.join(", ", apart) + " ("
                    + ModelCard.FILE + " has them); give another folder, or delete this one");
        }
    }

    /** Where the best model of a run is, once it ended. */
    public static Path model(Path folder) {
        return folder.resolve(MODEL);
    }

    private BatchOrder order() {
        TrainingOptions options = card.options();
        return new BatchOrder(material.rows().size(), options.batch(), options.epochs(), options.seed());
    }

    /** All steps of the run, if patience does not end it before. */
    public int steps() {
        return order().steps();
    }

    /**
     * Trains to the end, from the last checkpoint if there is one.
     *
     * @param progress told the number of steps taken
     * @param stop asked behind each step whether to end there
     * @return the folder of the best model
     * @throws TrainingStopped where it was asked to end
     * @throws TrainingException where another process trains in the folder
     */
    public Path run(LongConsumer progress, BooleanSupplier stop) {
        makeFolder(folder);
        try (RunLock lock = RunLock.of(folder)) {
            refuseOther(folder, card); // who was here first may have begun another
            if (!Files.exists(folder.resolve(ModelCard.FILE))) {
                card.write(folder.resolve(ModelCard.FILE));
            }
            return TrainedModel.at(model(folder)) ? model(folder) : train(progress, stop);
        }
    }

    private Path train(LongConsumer progress, BooleanSupplier stop) {
        TrainingOptions options = card.options();
        List<String> names = material.tasks().stream().map(Task::name).toList();
        try (LoraAdapter adapter = from == null
                        ? LoraAdapter.fresh(llama.config(), options.lora(), options.seed())
                        : EarlierRun.adapter(from, llama.config());
                Weighting weighting = options.tasks().of(names, order().stepsPerEpoch())) {
            Trained trained = new Trained(adapter, heads(weighting));
            try (LoraStep<R> step = new LoraStep<>(
                            llama,
                            material.tasks(),
                            material::soft,
                            weighting,
                            trained,
                            options.clip(),
                            options.tasks().surgery(),
                            options.seed());
                    Validation validation = material.validation(adapter.over(llama.linears()))) {
                return run(trained, step, validation, new Watcher(progress, stop));
            }
        }
    }

    private List<Head> heads(Weighting weighting) {
        List<Head> heads = new ArrayList<>(material.heads());
        for (Task<R> task : material.tasks()) {
            if (!task.parameters().isEmpty()) {
                heads.add(new Head(task.name(), task.parameters(), false));
            }
        }
        if (!weighting.parameters().isEmpty()) {
            heads.add(new Head(WEIGHTING, weighting.parameters(), false));
        }
        return heads;
    }

    /** Who is told of the steps, and may end the run. */
    private record Watcher(LongConsumer progress, BooleanSupplier stop) {}

    private Path run(Trained trained, LoraStep<R> step, Validation validation, Watcher watcher) {
        Checkpoints checkpoints = new Checkpoints(folder);
        TrainingLog log = new TrainingLog(folder.resolve(METRICS));
        TrainingLoop<R> loop =
                new TrainingLoop<>(card.options(), material.rows(), material.places(), step, validation, log);
        State from = checkpoints.resume(trained, step.moments()).orElse(loop.start());
        step.resume(from.step(), from.weighting());
        log.backTo(from.step());
        watcher.progress.accept(from.step());
        State reached = loop.run(
                from,
                (state, best) -> checkpoints.write(
                        state, trained, step.moments(), card.base().name(), best),
                watcher.progress,
                watcher.stop);
        return finish(checkpoints.best().orElseThrow(), trained.files(), reached, log);
    }

    private Path finish(Path best, List<String> files, State reached, TrainingLog log) {
        Path model = model(folder);
        try {
            Files.createDirectories(model);
            for (String file : files) {
                WholeFile.write(model.resolve(file), Files.readAllBytes(best.resolve(file)));
            }
        } catch (IOException e) {
            throw TrainingException.notWritten(model, e);
        }
        Map<String, Double> figures = log.best();
        figures.put("steps", (double) reached.step());
        card.with(figures).write(model.resolve(ModelCard.FILE));
        return model;
    }

    @Override
    public void close() {
        material.close();
    }
}
