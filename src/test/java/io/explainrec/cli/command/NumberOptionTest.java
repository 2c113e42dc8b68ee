package io.explainrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.cli.bench.BenchCommand;
import io.explainrec.cli.catalog.DemoCommand;
import io.explainrec.cli.fusion.FusionCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.knowledge.KnowledgeCommand;
import io.explainrec.cli.train.AblateCommand;
import io.explainrec.cli.train.AdaptCommand;
import io.explainrec.cli.train.TrainCommand;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Numbers that would fail late are refused by the option's name before a service is started or anything is computed. */
class NumberOptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "instructions --format movielens none --out none --history -1",
                "instructions --format movielens none --out none --candidates 0",
                "ablate --format movielens none --out none --seeds 0",
                "ablate --format movielens none --out none --per-user 0",
                "ablate --format movielens none --out none --threads 0",
                "train --data none --out none --threads 0",
                "adapt --data none --model none --steps 6",
                "fusion fit --format demo --out none --steps 0",
                "fusion fit --format demo --out none --threads 0",
                "knowledge search war --count -1",
                "bench scoring --repetitions 0",
                "bench training --repetitions 0",
                "bench adaptation --repetitions 0",
                "bench start --repetitions 0",
                "bench crash --rounds 0",
                "bench import none --repetitions 0",
                "bench import --rows 1000 --kills -1",
                "bench import --rows 1000 --heap 0",
                "bench knowledge --rows 1",
                "bench knowledge --repetitions 0",
                "demo load --people 59",
                "demo load --people 20001",
                "demo check --users -1"
            })
    void outOfRange(String line) {
        String[] words = line.split(" ");
        String[] thrown = new String[1];
        int exit = new CommandLine(command(words[0]))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, of, parsed) -> {
                    assertThat(failure).isInstanceOf(CommandException.class);
                    thrown[0] = failure.getMessage();
                    return 1;
                })
                .execute(Arrays.copyOfRange(words, 1, words.length));
        assertThat(exit).isEqualTo(1);
        assertThat(thrown[0]).startsWith(words[words.length - 2] + " is " + words[words.length - 1] + "; expected ");
    }

    private static Object command(String name) {
        return switch (name) {
            case "instructions" -> new InstructionsCommand();
            case "ablate" -> new AblateCommand();
            case "train" -> new TrainCommand();
            case "adapt" -> new AdaptCommand();
            case "fusion" -> new FusionCommand();
            case "knowledge" -> new KnowledgeCommand();
            case "bench" -> new BenchCommand();
            default -> new DemoCommand();
        };
    }
}
