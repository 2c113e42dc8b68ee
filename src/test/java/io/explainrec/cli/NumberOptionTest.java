package io.explainrec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that nothing can be done with are refused before anything is read. */
class NumberOptionTest extends InstalledCommands {
    @ParameterizedTest
    @CsvSource({
        "instructions, --history, -1, 0",
        "instructions, --candidates, 0, 1",
        "ablate, --seeds, 0, 1",
        "ablate, --per-user, 0, 1",
        "ablate, --threads, 0, 1",
        "fit, --steps, 0, 1",
        "fit, --threads, 0, 1",
        "train, --threads, 0, 1"
    })
    void namesOptionValueAndWhatIsExpected(String name, String option, String value, int least) {
        Object command =
                switch (name) {
                    case "instructions" -> new InstructionsCommand();
                    case "ablate" -> new AblateCommand();
                    case "fit" -> new FusionFitCommand();
                    default -> new TrainCommand();
                };
        List<String> arguments =
                new ArrayList<>(List.of("--out", folder.resolve("out").toString(), option, value));
        arguments.addAll(
                name.equals("train")
                        ? List.of("--data", folder.resolve("none").toString())
                        : List.of(
                                "--format", "movielens", folder.resolve("none").toString()));
        assertThatThrownBy(() -> run(command, arguments.toArray(String[]::new)))
                .isInstanceOf(CommandException.class)
                .hasMessage(option + " is " + value + "; expected at least " + least);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
