package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.catalog.imports.ImportException;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.EvaluationSet;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.registry.added.AddedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateBadInputTest {
    private static final String TIMED = "user,item,liked,time\n";
    private static final String UNTIMED = "user,item,liked\n";

    @TempDir
    private Path folder;

    private Path csv(String text) throws IOException {
        Files.writeString(folder.resolve("interactions.csv"), text);
        return folder;
    }

    private Path made(String header, int rows, IntFunction<String> row) throws IOException {
        return csv(header
                + String.join("\n", IntStream.range(0, rows).mapToObj(row).toList()) + "\n");
    }

    private static String verdict(int k) {
        return k * 7 % 3 == 0 ? "true" : "false";
    }

    @Test
    void aModelThatIsNeitherAFileNorAddedIsRefusedFirst() {
        assertThatThrownBy(() -> EvaluateRun.of("demo", null, "--model", "none"))
                .isInstanceOf(AddedModelException.class)
                .hasMessageContaining("there is no model none")
                .hasMessageContaining("./explainrec model add");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--without-models", "--without-llm"})
    void whatIsAskedOfAModelThatIsLeftOutIsRefused(String without) {
        assertThatThrownBy(() -> EvaluateRun.of("demo", null, "--model", "none", "--probe", without))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--model and --probe say nothing to " + without);
        assertThatThrownBy(() -> EvaluateRun.of("demo", null, "--probe", without))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--probe say nothing to " + without);
    }

    @Test
    void oneClassHasNoAuc() throws IOException {
        assertThat(EvaluateRun.of("csv", made(TIMED, 60, k -> "u" + k % 7 + ",i" + k % 11 + ",true," + (k + 1))))
                .contains("100.0% liked", "RESULT frozen.all.item-mean.auc NaN", "RESULT frozen.all.mf.uauc NaN");
        assertThat(EvaluateRun.of("csv", made(UNTIMED, 60, k -> "u" + k % 7 + ",i" + k % 11 + ",false")))
                .contains("0.0% liked", "RESULT folds.unknown.full-without-llm.auc NaN");
    }

    @Test
    void oneUserHasFiguresWithoutIntervals() throws IOException {
        assertThat(EvaluateRun.of("csv", made(TIMED, 60, k -> "a,i" + k + "," + verdict(k) + "," + (k + 1))))
                .containsPattern("RESULT frozen\\.all\\.item-mean\\.auc 0\\.\\d{5}\n")
                .doesNotContain("RESULT frozen.all.item-mean.auc.low");
        assertThat(EvaluateRun.of("csv", made(UNTIMED, 60, k -> "a,i" + k + "," + verdict(k))))
                .contains("60 interactions, 1 users")
                .contains("RESULT folds.unknown.item-mean.auc 0.50000");
    }

    @Test
    void oneItemIsATieWithinUsers() throws IOException {
        assertThat(EvaluateRun.of("csv", made(TIMED, 60, k -> "u" + k % 4 + ",x," + verdict(k) + "," + (k + 1))))
                .contains("1 items", "RESULT frozen.all.item-mean.uauc 0.50000");
        assertThat(EvaluateRun.of("csv", made(UNTIMED, 60, k -> "u" + k + ",x," + verdict(k))))
                .contains("60 users, 1 items", "RESULT folds.unknown.item-mean.uauc NaN");
    }

    @Test
    void missingTimesMakeFoldsOfUsers() throws IOException {
        Path some =
                made(TIMED, 60, k -> "u" + k % 9 + ",i" + k / 9 + "," + verdict(k) + "," + (k % 2 == 0 ? "" : "" + k));
        assertThat(EvaluateRun.of("csv", some))
                .contains("30 of 60 interactions have no time", "RESULT folds.half.item-mean.auc ")
                .doesNotContain("RESULT frozen", "RESULT segments");
        assertThatThrownBy(() -> EvaluateRun.of("csv", some, "--first", "50"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("30 of 60 interactions have no time");
    }

    @Test
    void theOrderOfTheFileIsNone() throws IOException {
        IntFunction<String> row = k -> "u" + k % 9 + ",i" + k % 11 + "," + verdict(k) + "," + (k + 1);
        assertThat(figures(EvaluateRun.of("csv", made(TIMED, 80, k -> row.apply(k * 37 % 80)))))
                .isEqualTo(figures(EvaluateRun.of("csv", made(TIMED, 80, row))));
    }

    /** Of something that has no numbers that depend on the order of ids. */
    private static List<String> figures(String printed) {
        return printed.lines()
                .filter(line -> line.matches("RESULT \\w+\\.\\w+\\.(item-mean|popularity)\\.(auc|uauc|ndcg10|ece) .*"))
                .toList();
    }

    @Test
    void idsThatNothingIsKnownOfAreTakenAsTheyAre() throws IOException {
        Files.writeString(folder.resolve("items.csv"), "id,title\ni0,Known\n");
        Files.writeString(folder.resolve("users.csv"), "id,gender\nu0,female\n");
        assertThat(EvaluateRun.of("csv", made(UNTIMED, 60, k -> "u" + k % 9 + ",i" + k / 9 + "," + verdict(k))))
                .contains("60 interactions, 9 users, 7 items")
                .doesNotContain("Left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {TIMED, UNTIMED})
    void aHeaderAloneHoldsNothing(String header) throws IOException {
        Path data = csv(header);
        assertThatThrownBy(() -> EvaluateRun.of("csv", data))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no interactions");
    }

    @Test
    void anEmptyFileHasNoHeader() throws IOException {
        Path data = csv("");
        assertThatThrownBy(() -> EvaluateRun.of("csv", data))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("expected at least [user, item]");
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", empty))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no interactions");
    }

    @Test
    void oneLineIsAnswered() throws IOException {
        assertThat(EvaluateRun.of("csv", csv(UNTIMED + "a,x,true\n")))
                .contains("RESULT folds.unknown.item-mean.auc NaN");
        Path line = Files.writeString(
                folder.resolve("line.jsonl"),
                "{\"input\": \"User Preference: \\\"A\\\"\\nUser Unpreference: \\nWhether the user will like the target movie"
                        + " \\\"B\\\"?\", \"output\": \"Yes.\"}");
        assertThat(EvaluateRun.of("tallrec", line)).contains("RESULT lines.line.user-mean.auc NaN");
    }

    @Test
    void ratingsThatAreNoneOrOutsideOfTheScaleAreCounted() throws IOException {
        Files.writeString(folder.resolve("u.item"), "1|Film (1990)|01-Jan-1990||http://example.org\n");
        Files.writeString(
                folder.resolve("u.data"), "1\t1\t5\t9\n1\t2\t7\t9\n1\t3\t-1\t9\n1\t4\tNaN\t9\n1\t5\tInfinity\t9\n");
        assertThat(EvaluateRun.of("movielens", folder))
                .contains("2 rows are no interaction", "2 ratings are outside of their domain's scale")
                .contains("1 interactions");
    }

    @Test
    void whatIsTakenIsWhatAnImportTakes() throws IOException {
        Files.writeString(folder.resolve("items.csv"), "id,title\nx,Old\nx,New\n");
        Path data = csv("user,item,liked,rating\na,x,true,2\nb,x,true,5\nc,x,,2\nd,y,,5\n");
        EvaluationSet set = EvaluationFormat.CSV.read(data, 3f);
        DataSet read = set.dataSet(100);
        assertThat(read.items()).extracting(DataSet.ItemFacts::title).containsExactly("New", "y");
        assertThat(read.interactions().size()).isEqualTo(3);
        assertThat(set.leftOut())
                .isEqualTo("Left out: 1 verdicts contradict their rating, by what is a like."
                        + " 1 interactions are of items that are not listed, which an import refuses unless the shop has"
                        + " them.");
    }

    @Test
    void idsThatAnImportRefusesAreNotMeasured() throws IOException {
        EvaluationSet set = EvaluationFormat.CSV.read(
                csv("user,item,liked\na,x,true\n\" b\",x,false\nc," + "y".repeat(201) + ",true\n"), null);
        assertThat(set.dataSet(100).interactions().size()).isEqualTo(1);
        assertThat(set.leftOut()).contains("2 rows are no interaction", "an id that an import does not take");
    }

    @Test
    void rowsThatCannotBeReadAreCountedAndTheFirstIsNamed() throws IOException {
        Path data = csv("user,item,liked,rating,time\na,,true,,5\na,x,true,,5.1.2024 12:00\nb,x,true,,5.1.2024\n");
        assertThat(EvaluationFormat.CSV.read(data, null).leftOut())
                .isEqualTo("Left out: 2 rows that cannot be read, the first interactions.csv line 3: time is"
                        + " '5.1.2024 12:00'; expected ISO 8601, Unix seconds, or milliseconds of 13 digits. 1 rows are no"
                        + " interaction with user, item and a verdict, or have an id that an import does not take.");
        assertThat(EvaluationFormat.CSV
                        .read(csv("user,item,liked\na,x,true,1\n"), null)
                        .leftOut())
                .contains("the first interactions.csv line 2 has 4 fields; expected 3");
    }

    @Test
    void groupsWhoseNamesDifferInCaseAloneAreOne() throws IOException {
        Files.writeString(
                folder.resolve("users.csv"),
                "id,gender\n"
                        + String.join(
                                "\n",
                                IntStream.range(0, 60)
                                        .mapToObj(u -> "u" + u + "," + (u % 2 == 0 ? "F" : "f"))
                                        .toList())
                        + "\n");
        String printed = EvaluateRun.of(
                "csv", made(TIMED, 3000, k -> "u" + k % 60 + ",i" + k % 7 + "," + (k / 60 % 2 == 0) + "," + (k + 1)));
        assertThat(printed.split("segments, gender-f: 300 rows, 60 users", -1)).hasSize(2);
        assertThat(printed.split("segments, gender-", -1)).hasSize(2);
    }

    @Test
    void newcomersAreOfDataWithTimes() throws IOException {
        Path data = csv(UNTIMED + "a,x,true\nb,x,false\n");
        assertThatThrownBy(() -> EvaluateRun.of("csv", data, "--newcomers", "3"))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "--newcomers says nothing to data without times, and 2 interactions have none; leave it out");
    }

    @Test
    void theHeadCountsWhoHasARowOfThoseThatAreTaken() throws IOException {
        assertThat(EvaluateRun.of(
                        "csv",
                        made(TIMED, 60, k -> "u" + k + ",i" + k + "," + verdict(k) + "," + (k + 1)),
                        "--first",
                        "50"))
                .contains("30 interactions, 30 users, 30 items");
    }

    @Test
    void ratingsThatAreFarOffAreTold() throws IOException {
        StringBuilder rows = new StringBuilder("user,item,rating\n");
        for (int r = 0; r < 300; r++) {
            rows.append("u%d,i%d,%s\n".formatted(r % 20, r / 20, r == 7 ? "1e30" : r == 8 ? "978300" : 1 + r % 5));
        }
        Path data = csv(rows.toString());
        assertThat(EvaluateRun.of("csv", data, "--liked-above", "3"))
                .contains("1 rows are no interaction")
                .contains(
                        "lie from 1.0 to 978300.0, which is taken for their scale, and nearly all of them from 1.0 to 5.0");
        assertThat(EvaluateRun.of("csv", csv(rows.toString().replace("978300", "5")), "--liked-above", "3"))
                .doesNotContain("which is taken for their scale");
    }

    @Test
    void linesThatStandTwiceCountOnce() throws IOException {
        assertThat(EvaluateRun.of("csv", csv(UNTIMED + "a,x,true\na,x,true\na,y,false\na,x,false\n")))
                .contains("Left out: 2 rows repeat user, item and time of an earlier one")
                .contains("2 interactions, 1 users, 2 items, 50.0% liked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"movielens", "tallrec", "amazon", "csv"})
    void pathsThatHoldNothingAreNamed(String format) throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> EvaluateRun.of(format, nowhere))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(nowhere + " does not exist");
        assertThatThrownBy(() -> EvaluateRun.of(format, null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--format " + format + " needs a PATH");
        assertThatThrownBy(() -> EvaluateRun.of(format, Files.createDirectories(folder.resolve("empty"))))
                .isInstanceOfAny(ImportException.class, CommandException.class)
                .hasMessageContaining("empty");
        if (!format.equals("tallrec")) {
            Path file = Files.writeString(folder.resolve("file"), "");
            assertThatThrownBy(() -> EvaluateRun.of(format, file))
                    .isInstanceOf(ImportException.class)
                    .hasMessageContaining("file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--first=0", "--first=101", "--resamples=0", "--threads=0", "--newcomers=-1"})
    void optionsOutOfRangeAreNamedBeforeAnythingIsRead(String option) {
        String[] named = option.split("=");
        assertThatThrownBy(() -> EvaluateRun.of("csv", folder.resolve("nowhere"), named))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(named[0] + " is " + named[1] + "; expected ");
    }

    @Test
    void timesThatAnImportRefusesAreLeftOut() throws IOException {
        Files.writeString(folder.resolve("u.item"), "1|Film (1990)|01-Jan-1990||http://example.org\n");
        Files.writeString(folder.resolve("u.data"), "1\t1\t5\t880000000\n1\t2\t4\t880000000000\n1\t3\t4\t-1\n");
        assertThat(EvaluateRun.of("movielens", folder))
                .contains("Left out: 2 times are not from 1970 to now, such as milliseconds that are read as seconds")
                .contains("1 interactions");
    }
}
