package io.explainrec.ml.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.Sha256;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.RowScores;
import io.explainrec.ml.train.SoftItems;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.train.TrainingRun;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Trains variants and lets them score the held-out rows; what is done is kept in a folder of its own for each variant and seed, so that
 * an ablation that was interrupted goes on. Belongs to one training thread.
 *
 * @param folder of all trials
 * @param full the full method's options
 * @param fusions vectors of the items by what they are fused of, see {@link Variant#vectors}
 */
public record Trials(
        Path folder,
        Llama llama,
        ModelCard.Base base,
        InstructionFiles data,
        TrainingOptions full,
        ModelCard.Made made,
        Map<String, TrainingRun.Fused> fusions,
        HeldOut heldOut) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int READ = 300;
    /** Digits of a fingerprint in a file's name. */
    private static final int SHORT = 12;

    /** Told how far a trial is. */
    public interface Progress {
        /** Begins something of so many parts. */
        LongConsumer begin(String what, long parts);

        /** Whether to end behind what is being done. */
        boolean stops();
    }

    /**
     * Scores of the held-out rows, in their order.
     *
     * @throws io.explainrec.ml.train.TrainingException where the folder holds a trial of other options
     */
    public double[] scores(Variant variant, long seed, Progress progress) {
        Path trial = trial(folder, variant, seed);
        if (!variant.trained()) {
            Model published = new Model(full, llama.linears(), null, null);
            Path kept = kept(trial, "scores-" + fingerprint(published), heldOut.rows());
            return Files.exists(kept) ? read(kept) : score(kept, published, variant.name(), progress);
        }
        Path kept = kept(trial);
        TrainingOptions options = variant.options(full, seed);
        String name = variant.name() + " " + seed;
        Path model;
        TrainingRun.Fused fused = fusions.get(variant.vectors());
        try (TrainingRun<?> run = prepare(variant, seed)) {
            if (Files.exists(kept)) {
                return read(kept);
            }
            model = run.run(progress.begin(name, run.steps()), progress::stops);
        }
        try (LoraAdapter adapter = AdapterFiles.read(model, llama.config())) {
            Linears linears = adapter.over(llama.linears());
            if (fused == null) {
                return score(kept, new Model(options, linears, null, null), name, progress);
            }
            try (SoftItems items =
                    SoftItems.read(model, llama.config().embed(), fused.from().width())) {
                return score(kept, new Model(options, linears, items, fused.vectors()), name, progress);
            }
        }
    }

    /**
     * Refuses what any trial would refuse, before the first is computed.
     *
     * @throws io.explainrec.ml.train.TrainingException where the folder holds a trial of other options, or a variant has nothing to learn
     */
    public void check(List<Variant> variants, int seeds) {
        for (Variant variant : variants) {
            for (long seed = 0; variant.trained() && seed < seeds; seed++) {
                prepare(variant, seed).close();
            }
        }
    }

    private TrainingRun<?> prepare(Variant variant, long seed) {
        Path trial = trial(folder, variant, seed);
        var setting = new TrainingRun.Setting(trial, llama.config(), base, variant.options(full, seed), made, null);
        return TrainingRun.prepare(setting, llama, data, fusions.get(variant.vectors()));
    }

    /**
     * A model that is asked.
     *
     * @param items null where its prompts have no vectors
     */
    private record Model(TrainingOptions options, Linears linears, SoftItems items, ItemVectors vectors) {
        InstructionFormat format(Llama llama) {
            return options.format(llama.tokenizer());
        }

        SequenceEncoder encoder(InstructionFormat format) {
            return SoftItems.encoder(format, options.reads(), vectors);
        }
    }

    /** Rows of a {@link #readings}, and what they came to. */
    public record Readings(Interactions rows, Map<String, double[]> scores) {}

    /**
     * What a variant that was trained and scored reads in reasons alone, on at most {@value #READ} held-out candidates that have one;
     * empty where fewer than two have.
     */
    public Optional<Readings> readings(Variant variant, long seed, Progress progress) {
        int[] rows = heldOut.reasoned(READ, 0);
        if (rows.length < 2) {
            return Optional.empty();
        }
        Path trial = trial(folder, variant, seed);
        Path kept = kept(trial, "readings", heldOut.rows().select(rows));
        if (!Files.exists(kept)) {
            List<SecondReading.Asked> asked =
                    Arrays.stream(rows).mapToObj(heldOut::asked).toList();
            double[] scores = read(kept(trial));
            double[] first = Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray();
            TrainingOptions options = variant.options(full, seed);
            LongConsumer bar = progress.begin(variant.name() + " " + seed + ", reasons alone", 1);
            try (LoraAdapter adapter = AdapterFiles.read(model(folder, variant, seed), llama.config())) {
                var format = options.format(llama.tokenizer());
                var reading = new SecondReading(llama, adapter.over(llama.linears()), format, options.reads());
                WholeFile.write(kept, JSON.writeValueAsBytes(reading.scores(asked, first, seed, progress::stops)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            bar.accept(1);
        }
        try {
            return Optional.of(new Readings(
                    heldOut.rows().select(rows),
                    JSON.readValue(kept.toFile(), new TypeReference<LinkedHashMap<String, double[]>>() {})));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a trial's trained model is. */
    public static Path model(Path folder, Variant variant, long seed) {
        return TrainingRun.model(trial(folder, variant, seed));
    }

    private static Path trial(Path folder, Variant variant, long seed) {
        return folder.resolve(variant.trained() ? variant.name() + "-" + seed : variant.name());
    }

    private double[] score(Path kept, Model model, String name, Progress progress) {
        InstructionFormat format = model.format(llama);
        SequenceEncoder encoder = model.encoder(format);
        InstructionFormat.Answers answers = format.answers();
        try (PrefixScorer scorer = new PrefixScorer(llama, model.linears, answers.yes(), answers.no())) {
            List<float[]> asked = RowScores.of(
                    scorer,
                    model.items,
                    heldOut.questions().stream().map(encoder::encode).toList(),
                    progress.begin(
                            name + ", held-out users", heldOut.questions().size()),
                    progress::stops);
            double[] scores = heldOut.ordered(asked);
            Files.createDirectories(kept.getParent());
            WholeFile.write(kept, JSON.writeValueAsBytes(scores));
            return scores;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the base, its precision and the prompts: what a card tells of a model that was trained. */
    private String fingerprint(Model published) {
        SequenceEncoder encoder = published.encoder(published.format(llama));
        MessageDigest digest = Sha256.digest();
        update(digest, base.sha256() + full.precision());
        for (InstructionRow question : heldOut.questions()) {
            AttributedSequence asked = encoder.encode(question);
            update(digest, Arrays.toString(asked.prefix()));
            asked.candidates().forEach(candidate -> update(digest, Arrays.toString(candidate.prompt())));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHORT);
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path kept(Path trial) {
        return kept(trial, "scores", heldOut.rows());
    }

    /** Named by the rows that it is of, so that it is never taken for what was computed of others. */
    static Path kept(Path trial, String what, Interactions of) {
        return trial.resolve(what + "-" + DataSummary.of(of).fingerprint().substring(0, SHORT) + ".json");
    }

    private double[] read(Path kept) {
        try {
            return JSON.readValue(kept.toFile(), double[].class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
