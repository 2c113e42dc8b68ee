package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    /** A MovieLens folder of made ratings. */
    private Path ratings(List<String> lines) throws IOException {
        Path data = Files.createDirectories(folder.resolve("made"));
        Files.writeString(data.resolve("u.item"), "1|Film (1990)|01-Jan-1990||http://example.org\n");
        Files.write(data.resolve("u.data"), lines);
        return data;
    }

    private static List<String> made(int rows) {
        Random random = new Random(1);
        // A quarter of the rows is of users who were there before.
        return IntStream.range(0, rows)
                .mapToObj(k -> (random.nextInt(4) == 0 ? random.nextInt(1 + k / 25) : k / 25) + "\t"
                        + random.nextInt(30) + "\t" + (1 + random.nextInt(5)) + "\t" + (880_000_000 + k))
                .toList();
    }

    private String run(Path data, String... more) {
        out.getBuffer().setLength(0);
        CommandLine command = new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    throw failure;
                });
        List<String> all = new ArrayList<>(List.of(more));
        if (!all.contains("--format")) {
            all.addAll(List.of("--format", "movielens"));
        }
        if (!all.contains("--probe")) {
            all.add("--without-models");
        }
        all.addAll(List.of("--resamples", "50", data.toString()));
        assertThat(command.execute(all.toArray(String[]::new))).isZero();
        return out.toString();
    }

    @Test
    void printsResultsAndWritesTheReport() throws IOException {
        Path report = folder.resolve("a/b");
        String printed = run(ratings(made(2000)), "--report", report.toString());
        assertThat(printed)
                .contains("2,000 interactions")
                .containsPattern("RESULT frozen\\.all\\.item-mean\\.uauc 0\\.\\d{5}\n")
                .containsPattern("RESULT online\\.all\\.mf-foldin-offset\\.auc\\.low 0\\.\\d{5}\n")
                .containsPattern("RESULT frozen\\.known\\.popularity-decay\\.ndcg10 0\\.\\d{5}\n")
                .containsPattern("RESULT cold\\.k5\\.item-mean\\.uauc 0\\.\\d{5}\n")
                .containsPattern("RESULT rolling\\.all\\.item-mean-vs-mf\\.uauc\\.value -?0\\.\\d{5}\n")
                .containsPattern("\nIn short:\n  On frozen scores of 200 rows of 47 users.*UAUC")
                .endsWith("The report is in " + report + ".\n");
        JsonNode json =
                new ObjectMapper().readTree(report.resolve("report.json").toFile());
        assertThat(json.path("data").path("rows").asInt()).isEqualTo(2000);
        assertThat(json.path("source").asText()).isEqualTo("made");
        assertThat(json.path("measurements").size()).isGreaterThan(300);
        assertThat(json.toString()).doesNotContain("NaN");
        assertThat(report.resolve("report.html"))
                .content()
                .contains("made: how good is it, against what?", " the highest UAUC of ", "<svg", "Paired difference")
                .doesNotContain("<script", "NaN", "NOT_FOUND");
    }

    @Test
    void countsAKnowledgeBaseOfEachPastWhereAsked() throws IOException {
        String printed = run(
                ratings(made(2000)),
                "--knowledge",
                "--report",
                folder.resolve("r").toString());
        assertThat(printed)
                .containsPattern(
                        "RESULT rolling\\.all\\.full-without-llm-vs-without-knowledge\\.uauc\\.value -?0\\.\\d{5}\n")
                .contains("no weight:")
                .contains("temporal-knowledge");
        assertThat(folder.resolve("r/report.html")).exists();
    }

    @Test
    void asksTheLanguageModelAndSaysWhichSourcesHaveWeights() throws IOException {
        assertThat(run(
                        ratings(made(120)),
                        "--probe",
                        "--ablations",
                        "--report",
                        folder.resolve("r").toString()))
                .containsPattern(
                        "The language model will be asked about 12 rows of \\d users, and about 50 items of each domain and each of \\d of them"
                                + " for each ranking that it has a say in, each as llm and as llm-masked; --without-llm leaves it out\\.\n")
                .containsPattern("RESULT frozen\\.all\\.llm\\.auc 0\\.\\d{5}\n")
                .containsPattern("RESULT frozen\\.all\\.llm-masked\\.auc 0\\.\\d{5}\n")
                .containsPattern("RESULT frozen\\.all\\.llm-vs-llm-masked\\.auc\\.value -?0\\.\\d{5}\n")
                .containsPattern("RESULT frozen\\.all\\.full\\.ndcg10 0\\.\\d{5}\n")
                .containsPattern("RESULT rolling\\.all\\.without-factors\\.auc 0\\.\\d{5}\n")
                .doesNotContain("RESULT online.all.llm")
                .contains("weights per unit of the like head");
    }

    @Test
    void oneLineIsAnswered() throws IOException {
        assertThat(run(ratings(List.of("1\t1\t5\t880000000"))))
                .contains("1 interactions")
                .contains("RESULT frozen.all.item-mean.auc NaN");
    }

    @Test
    void linesWithoutAVerdictAreCountedAndLeftOut() throws IOException {
        assertThat(run(ratings(
                        List.of("1\t1\t5\t880000000", "1\t2\tNaN\t880000001", "nonsense", "1\t3\t2\t880000002"))))
                .contains("Left out: 1 rows that cannot be read, the first u.data line 3 ")
                .contains(" 1 rows are no interaction")
                .contains("2 interactions");
    }

    @Test
    void anEmptyFileIsExplained() throws IOException {
        Path data = ratings(List.of());
        assertThatThrownBy(() -> new EvaluateCommandRun("movielens", data).call())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no interactions");
    }

    @Test
    void aReportThatCannotBeWrittenStopsBeforeTheWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path data = ratings(made(50));
        assertThatThrownBy(() -> new EvaluateCommandRun("movielens", data, "--report", file.resolve("x") + "").call())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--report");
        assertThatThrownBy(() -> new EvaluateCommandRun("movielens", data, "--resamples", "0").call())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--resamples is 0; expected at least 1");
    }

    @Test
    void ratingsWithoutAScaleAskForOne() throws IOException {
        Path data = Files.createDirectories(folder.resolve("csv"));
        Files.writeString(data.resolve("interactions.csv"), "user,item,rating\na,x,5\na,y,2\nb,x,4\nb,y,1\n");
        assertThatThrownBy(() -> new EvaluateCommandRun("csv", data).call())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("4 ratings have no meaning")
                .hasMessageContaining("--liked-above");
        assertThat(run(data, "--liked-above", "3", "--format", "csv"))
                .contains("4 interactions, 2 users, 2 items, 50.0% liked")
                .contains("4 of 4 interactions have no time")
                .contains("RESULT folds.unknown.item-mean.auc ");
    }

    /** Calls the command past picocli's handling of failures. */
    private record EvaluateCommandRun(String format, Path data, String... more) {
        void call() throws Exception {
            EvaluateCommand command = new EvaluateCommand();
            List<String> arguments = new ArrayList<>(List.of("--format", format, data.toString()));
            arguments.addAll(List.of(more));
            new CommandLine(command)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments.toArray(String[]::new));
            command.call();
        }
    }
}
