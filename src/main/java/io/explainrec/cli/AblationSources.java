package io.explainrec.cli;

import io.explainrec.ml.ablation.Variant;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;

/**
 * What an ablation's trials learn from, made in its folder where it is not there yet.
 *
 * @param path of the data set; null for one that is generated
 * @param out the ablation's folder
 * @param knowledge whether rows have findings of the knowledge base
 */
record AblationSources(EvaluationFormat format, Path path, Path out, boolean knowledge, PrintWriter print) {
    /** Instruction data: histories of a dozen events, rows of sixteen candidates. */
    InstructionFiles instructions() {
        Path folder = out.resolve("data");
        if (!Files.exists(folder.resolve("manifest.json"))) {
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
     */
    Map<String, TrainingRun.Fused> fusions(List<Variant> chosen, Path pictures, int threads) {
        Map<String, TrainingRun.Fused> fusions = new HashMap<>();
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
            fusions.put(modalities, new TrainingRun.Fused(fitted.pin(), fitted.vectors()));
        });
        return fusions;
    }

    /** Lets a command write a folder from the same data set. */
    private void run(Object command, Path folder, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("--format", format.toString(), "--out", folder.toString()));
        arguments.addAll(options);
        if (path != null) {
            arguments.add(path.toString());
        }
        CommandLine line = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, failed, result) -> {
                    throw e;
                });
        if (line.setOut(print).execute(arguments.toArray(String[]::new)) != 0) {
            throw new CommandException("what the ablation needs was not made in " + folder);
        }
    }
}
