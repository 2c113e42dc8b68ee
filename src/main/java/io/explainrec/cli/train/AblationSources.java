package io.explainrec.cli.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.DataOptions;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.cli.fusion.FusionFitCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.ml.ablation.Variant;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.train.TrainingRun;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * What an ablation's trials learn from, made in its folder where it is not there yet.
 *
 * @param interactions of the data set; all that is in the folder must be made of them
 * @param out the ablation's folder
 */
record AblationSources(
        EvaluationFormat format, DataOptions data, Interactions interactions, Path out, PrintWriter print) {
    private static final String ORIGIN = "data-set.json";
    /** Digits of a fingerprint in a message. */
    private static final int SHORT = 12;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What something is made of.
     *
     * @param fingerprint of the interactions; empty where the folder is from before it was kept, so that the name alone tells
     */
    private record Origin(
            @JsonProperty String source, @JsonProperty String fingerprint) {
        boolean sameAs(Origin given) {
            return fingerprint.isEmpty() ? source.equals(given.source) : fingerprint.equals(given.fingerprint);
        }

        String words() {
            return fingerprint.isEmpty() ? source : source + " (interactions " + fingerprint.substring(0, SHORT) + ")";
        }
    }

    /**
     * Instruction data: histories of a dozen events, rows of sixteen candidates.
     *
     * @param knowledge whether rows have findings of the knowledge base
     * @throws CommandException where the folder holds those of another data set, or without what is asked for
     */
    InstructionFiles instructions(boolean knowledge) {
        Path folder = out.resolve("data");
        Origin given = new Origin(
                format.source(data.path()), DataSummary.of(interactions).fingerprint());
        boolean made = Files.exists(folder.resolve("manifest.json"));
        if (made) {
            refuseOther("rows", origin().orElseGet(() -> new Origin(source(folder), "")), given);
        }
        write(given);
        if (!made) {
            List<String> options = new ArrayList<>(List.of("--history", "12", "--candidates", "16"));
            if (knowledge) {
                options.add("--knowledge");
            }
            run(new InstructionsCommand(), folder, options);
        }
        InstructionFiles files = InstructionFiles.open(folder);
        if (knowledge != files.manifest().tellsFindings()) {
            throw new CommandException(folder + " holds rows " + (knowledge ? "without" : "with")
                    + " findings of the knowledge base; go on " + (knowledge ? "without" : "with")
                    + " --knowledge, or give another --out");
        }
        return files;
    }

    /**
     * Fusions of the chosen variants, by what they are fused of, fitted where they are not there yet.
     *
     * @param pictures null where no variant needs any
     * @throws CommandException where the folder holds those of another data set
     */
    Map<String, TrainingRun.Fused> fusions(List<Variant> chosen, Path pictures, int threads) {
        Map<String, TrainingRun.Fused> fusions = new HashMap<>();
        String train = InstructionSplit.of(interactions).fingerprint();
        chosen.stream().map(Variant::vectors).filter(Objects::nonNull).forEach(modalities -> {
            Path folder = out.resolve("fusions").resolve(modalities);
            if (!Files.exists(folder.resolve(FusionCard.FILE))) {
                run(
                        new FusionFitCommand(),
                        folder,
                        List.of(
                                "--modalities",
                                modalities,
                                "--pictures",
                                pictures.toString(),
                                "--threads",
                                Integer.toString(threads)));
            }
            FusionFolder fitted = FusionFolder.open(folder);
            FusionCard.Data learned = fitted.card().data();
            refuseOther(
                    "a fusion",
                    new Origin(learned.source(), learned.fingerprint()),
                    new Origin(format.source(data.path()), train));
            fusions.put(modalities, new TrainingRun.Fused(fitted.pin(), fitted.vectors()));
        });
        return fusions;
    }

    private static String source(Path folder) {
        return InstructionFiles.open(folder).manifest().source();
    }

    private Optional<Origin> origin() {
        Path file = out.resolve(ORIGIN);
        try {
            return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Origin.class)) : Optional.empty();
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e.getMessage() + "; give another --out");
        }
    }

    private void write(Origin given) {
        try {
            Files.createDirectories(out);
            WholeFile.write(out.resolve(ORIGIN), JSON.writeValueAsBytes(given));
        } catch (IOException e) {
            throw new CommandException("cannot write into " + out + ": " + e.getMessage());
        }
    }

    private void refuseOther(String what, Origin held, Origin given) {
        if (!held.sameAs(given)) {
            throw new CommandException(out + " holds " + what + " of " + held.words() + ", and " + given.words()
                    + " is given; give the same data set and --liked-above, or another --out");
        }
    }

    /** Lets a command write a folder from the same data set. */
    private void run(Callable<Integer> command, Path folder, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("--format", format.toString(), "--out", folder.toString()));
        arguments.addAll(options);
        arguments.addAll(data.arguments());
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(print)
                .parseArgs(arguments.toArray(String[]::new));
        try {
            command.call();
        } catch (RuntimeException e) {
            throw e; // it says what to do
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
