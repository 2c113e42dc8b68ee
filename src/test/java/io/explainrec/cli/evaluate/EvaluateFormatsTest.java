package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.fit.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFormatsTest {
    @TempDir
    private Path folder;

    private Path amazon() throws IOException {
        List<String> items = new ArrayList<>(List.of("item_id,domain,title,author"));
        List<String> ratings = new ArrayList<>(List.of("user_id,domain,item_id,rating"));
        Random random = new Random(5);
        for (int i = 0; i < 8; i++) {
            items.add(i + ",books,Book " + i + ",Somebody");
            items.add(i + ",movies,Film " + i + ",");
        }
        for (int u = 0; u < 60; u++) {
            for (int i = 0; i < 8; i++) {
                ratings.add("u" + u + ",books," + i + "," + (1 + random.nextInt(5)));
                ratings.add("u" + u + ",movies," + i + "," + (1 + random.nextInt(5)));
            }
        }
        Files.write(folder.resolve("items.csv"), items);
        Files.write(folder.resolve("ratings.csv"), ratings);
        return folder;
    }

    @Test
    void amazonGoesFromDomainToDomain() throws IOException {
        assertThat(EvaluateRun.of("amazon", amazon()))
                .contains("960 interactions, 60 users, 16 items")
                .contains("cross-domain, to-books: 480 rows, 60 users")
                .containsPattern("RESULT cross-domain\\.to-movies\\.item-mean\\.ece 0\\.\\d{5}\n")
                .containsPattern("RESULT cross-domain\\.to-books\\.full-without-llm\\.uauc\\.low 0\\.\\d{5}\n")
                .containsPattern(
                        "RESULT cross-domain\\.to-books\\.item-mean-vs-mf-foldin-offset\\.auc\\.value -?0\\.\\d{5}\n");
    }

    @Test
    void aDomainThatTheItemsDoNotNameIsRefused() throws IOException {
        Path data = amazon();
        Files.writeString(
                data.resolve("ratings.csv"), "user_id,domain,item_id,rating\na,books,1,5\na,music,1,4\nb,books,1,9\n");
        assertThat(EvaluateRun.of("amazon", data))
                .contains("1 interactions")
                .contains("1 rows name no domain, or one that the items do not name")
                .contains("1 ratings are outside of their domain's scale");
    }

    @Test
    void aRowWithoutADomainAmongSeveralIsRefused() throws IOException {
        Path data = amazon();
        Files.writeString(
                data.resolve("items.csv"), "item_id,domain,title,author\n1,books,Book,\n1,movies,Film,\n2,,Nowhere,\n");
        Files.writeString(data.resolve("ratings.csv"), "user_id,domain,item_id,rating\na,books,1,5\na,,1,4\n");
        assertThat(EvaluateRun.of("amazon", data)).contains("1 interactions").contains("1 rows name no domain");
    }

    /** Windows of ten over what each user did, as TALLRec makes them. */
    private void lines(String file, int users, long seed) throws IOException {
        lines(file, users, seed, false);
    }

    private void lines(String file, int users, long seed, boolean named) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int u = 0; u < users; u++) {
            List<Integer> order =
                    new ArrayList<>(Stream.iterate(0, k -> k + 1).limit(30).toList());
            Collections.shuffle(order, random);
            boolean[] likes = new boolean[30];
            for (int k = 0; k < 30; k++) {
                likes[k] = random.nextInt(3) > 0;
            }
            for (int k = 10; k < 25; k++) {
                List<String> liked = new ArrayList<>();
                List<String> disliked = new ArrayList<>();
                for (int h = k - 10; h < k; h++) {
                    (likes[h] ? liked : disliked).add("\\\"Film " + order.get(h) + "\\\"");
                }
                lines.add("{" + (named ? "\"user\": \"u" + u + "\", " : "")
                        + "\"instruction\": \"\", \"input\": \"User Preference: " + String.join(", ", liked)
                        + "\\nUser Unpreference: " + String.join(", ", disliked)
                        + "\\nWhether the user will like the target movie \\\"Film " + order.get(k)
                        + "\\\"?\", \"output\": \"" + (likes[k] ? "Yes." : "No.") + "\"}");
            }
        }
        Files.write(folder.resolve(file), lines);
    }

    @Test
    void tallrecScoresEachLineByItsOwnHistory() throws IOException {
        lines("train.jsonl", 20, 1);
        lines("valid.jsonl", 6, 2);
        Files.writeString(folder.resolve("._valid.jsonl"), "Mac OS X leaves such files");
        assertThat(EvaluateRun.of("tallrec", folder))
                .contains("train.jsonl, 300 lines, is learned from")
                .contains("lines, valid: 90 rows, 6 users")
                .contains("there is no UAUC")
                .doesNotContain("Left out")
                .containsPattern("RESULT lines\\.valid\\.user-mean\\.auc 0\\.\\d{5}\n")
                .containsPattern("RESULT lines\\.valid\\.full-without-llm\\.auc\\.low 0\\.\\d{5}\n")
                .doesNotContain("uauc");
    }

    @Test
    void tallrecsLinesThatSayWhoseTheyAreHaveUsers() throws IOException {
        lines("train.jsonl", 20, 1);
        lines("test.jsonl", 6, 2, true);
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("test.jsonl")));
        Collections.shuffle(lines, new Random(0));
        Files.write(folder.resolve("test.jsonl"), lines);
        assertThat(EvaluateRun.of("tallrec", folder))
                .contains("lines, test: 90 rows, 6 users")
                .doesNotContain("there is no UAUC")
                .containsPattern("RESULT lines\\.test\\.item-mean\\.uauc 0\\.\\d{5}\n");
    }

    @Test
    void whatALineTellsFirstWasNotSaidFirst() throws IOException {
        lines("one.jsonl", 5, 1);
        Interactions all =
                EvaluationFormat.TALLREC.read(folder, null).dataSet(100).interactions();
        List<Boolean> history = IntStream.range(0, 10).mapToObj(all::liked).toList();
        assertThat(history.indexOf(false)).as("the likes stand before the rest").isLessThan(history.lastIndexOf(true));
        Interactions again =
                EvaluationFormat.TALLREC.read(folder, null).dataSet(100).interactions();
        assertThat(IntStream.range(0, 10).mapToObj(again::liked))
                .as("in each run")
                .containsExactlyElementsOf(history);
    }

    @Test
    void tallrecsLinesThatCannotBeReadAreCountedAndTheFirstIsNamed() throws IOException {
        lines("one.jsonl", 5, 1);
        Path file = folder.resolve("one.jsonl");
        Files.writeString(file, Files.readString(file) + "{}\n{\"input\": \"\"}\n");
        assertThat(EvaluationFormat.TALLREC.read(file, null).leftOut())
                .startsWith("Left out: 2 lines that cannot be read as TALLRec's, the first one.jsonl line 76 ");
    }

    @Test
    void tallrecsFileAloneIsCut() throws IOException {
        lines("one.jsonl", 20, 1);
        Path file = folder.resolve("one.jsonl");
        assertThat(EvaluateRun.of("tallrec", file))
                .contains("one.jsonl stands alone, so its first 80%, 240 lines, are learned from, and the other 60")
                .contains("lines, one: 60 rows, 4 users");
        assertThat(EvaluateRun.of("tallrec", folder)).contains("one.jsonl stands alone");
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", file, "--first", "50"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("have no times");
        lines("two.jsonl", 2, 1);
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", folder))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("2 files *.jsonl and none of them is train.jsonl");
    }

    @Test
    void tallrecsFilesOfOneNameAreRefused() throws IOException {
        lines("train.jsonl", 2, 1);
        lines("a b.jsonl", 2, 2);
        lines("a-b.jsonl", 2, 3);
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", folder))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("a b.jsonl and a-b.jsonl would both be called 'a-b'");
        Files.delete(folder.resolve("a b.jsonl"));
        lines("Train.jsonl", 2, 4);
        assertThatThrownBy(() -> EvaluateRun.of("tallrec", folder)).hasMessageContaining("both be called 'train'");
    }

    @Test
    void theDemoShopNeedsNoPath() {
        DataSet demo = EvaluationFormat.valueOf("DEMO").read(null, null).dataSet(100);
        assertThat(demo.interactions().domains()).containsExactly("books", "films");
        assertThat(demo.interactions().size()).isGreaterThan(10_000);
        assertThat(demo.interactions().untimed()).isZero();
        assertThat(demo.scales()).containsOnlyKeys("films");
        assertThat(demo.items()).extracting(DataSet.ItemFacts::name).contains(new ItemName("books", "book-001"));
        assertThat(demo.people()).anyMatch(person -> "18-24".equals(person.ageBand()));
        assertThatThrownBy(() -> EvaluateRun.of("demo", folder))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("has no PATH");
    }
}
