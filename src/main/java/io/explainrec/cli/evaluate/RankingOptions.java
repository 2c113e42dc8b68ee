package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What {@code evaluate} takes of interactions, beside what every format takes. */
final class RankingOptions {
    @Option(names = "--threads", description = "Scorers that work at the same time; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--first",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description =
                    "Takes the first so many percent of the rows alone, in time: for choices that must not see the rest;"
                            + " default ${DEFAULT-VALUE}.")
    private int first;

    @Option(
            names = "--ablations",
            description = "Also measures the layer without each of its sources, as without-SOURCE.")
    private boolean ablations;

    @Option(
            names = "--probe",
            description =
                    "Also asks the language model with titles masked, as llm-masked: what it then loses it knew by heart, or read out of"
                            + " the title. Attributes stay, as genre, people and year, so what these tell it is not lost.")
    private boolean probe;

    @Option(
            names = "--knowledge",
            description =
                    "Also counts the preference knowledge base as of each past, in a database that is gone afterwards, and offers it to"
                            + " the layer.")
    private boolean knowledge;

    @Option(
            names = "--newcomers",
            paramLabel = "ROWS",
            defaultValue = "0",
            description =
                    "Also asks the language model about so many rows of each newcomer, after none and after some events, and of each"
                            + " user among new items; all scorers are measured on these rows, as cold-asked and new-items-asked.")
    private int asked;

    @Option(
            names = "--without-llm",
            description =
                    "Leaves out the language model alone, which takes most of the time; texts, and pictures where there are any, stay.")
    private boolean withoutLlm;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description =
                    "Pictures named by their items' ids, as 12.jpg: content is then of texts and pictures, and the layer is also"
                            + " measured without each.")
    private Path pictures;

    /**
     * @throws CommandException where a number is out of its range
     */
    void check() {
        NumberOption.atLeast("--threads", threads, 1);
        NumberOption.within("--first", first, 1, 100);
        NumberOption.atLeast("--newcomers", asked, 0);
    }

    int threads() {
        return threads;
    }

    int first() {
        return first;
    }

    boolean ablations() {
        return ablations;
    }

    boolean probe() {
        return probe;
    }

    boolean knowledge() {
        return knowledge;
    }

    int asked() {
        return asked;
    }

    /** Null for none. */
    Path pictures() {
        return pictures;
    }

    boolean withoutLlm() {
        return withoutLlm;
    }
}
