package io.explainrec.cli.model;

import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.ml.train.TrainingJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a trained model is and where it comes from. */
@Command(
        name = "card",
        description = "Shows what a trained model is and where it comes from.",
        mixinStandardHelpOptions = true)
public class ModelCardCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            description = "A folder that 'train' wrote: the run's, or its model; or a trained model's name.")
    private String model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path path = ModelAddCommand.path(model);
        ModelCard card =
                ModelCard.read(TrainedModel.in(path).orElse(path)); // an ended run's model tells what it reached
        var out = spec.commandLine().getOut();
        out.printf(
                "base       %s, SHA-256 %s%n", card.base().name(), card.base().sha256());
        out.printf(
                "format     version %s, at most %d and %d tokens, %s reasons%n",
                card.format().version(),
                card.format().prefixTokens(),
                card.format().suffixTokens(),
                card.format().reasons() ? "with" : "without");
        card.stages().forEach(stage -> learnedFrom(stage, out));
        if (card.before() != null) {
            out.printf("begun from an adapter of SHA-256 %s%n", card.before().sha256());
        }
        if (!card.nonCommercial().isEmpty()) {
            out.printf("use        not commercial: so says a licence of %s%n", String.join(", ", card.nonCommercial()));
        }
        out.printf("options    %s%n", TrainingJson.written(card.options()));
        if (card.fusion() != null) {
            out.printf(
                    "items      as vectors too, of %s over %s, SHA-256 %s%n",
                    card.fusion().name(),
                    card.fusion().encoders().values(),
                    card.fusion().weights());
        }
        out.printf(
                "made by    %s, Java %s, %s, %s, %d processors%n",
                card.made().program(),
                card.made().java(),
                card.made().engine(),
                card.made().system(),
                card.made().processors());
        new TreeMap<>(card.reached()).forEach((name, value) -> out.printf("reached    %s %s%n", name, value));
        return 0;
    }

    private static void learnedFrom(ModelCard card, PrintWriter out) {
        out.printf(
                "%s %s, licence %s%n",
                card.data() == null ? "texts     " : "data      ",
                card.source(),
                card.licence() == null ? "not stated" : card.licence());
        if (card.data() == null) {
            out.printf("           %s%n", card.text().split());
            out.printf(
                    "           rows %s, SHA-256 %s%n",
                    new TreeMap<>(card.text().rows()), card.text().sha256());
            return;
        }
        out.printf("           %s%n", card.data().split());
        new TreeMap<>(card.data().parts())
                .forEach((name, part) -> out.printf(
                        "           %s: %,d rows, %,d candidates, reasons %s, SHA-256 %s%n",
                        name, part.rows(), part.candidates(), part.reasons(), part.sha256()));
    }
}
