package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTest {
    @Test
    void whatIsJudgedTwiceCountsOnceInAHistory() {
        Slice slice = slice(5, "u a + 1", "u b - 2", "u c + 3", "v d + 4", "u a - 5", "u d + 6", "v a - 7");
        assertThat(slice.frozen())
                .filteredOn(Row::asItIs)
                .extracting(Row::events)
                .as("as serving counts")
                .containsExactly(3, 1);
        assertThat(slice.online()).extracting(Row::events).containsExactly(3, 1);
    }

    @Test
    void cutsTakeTheLastItemsThatWereJudged() {
        Slice slice = slice(6, "u a + 1", "u b - 2", "u c + 3", "u b + 4", "u b - 5", "u b + 6", "u d + 7");
        assertThat(slice.frozen()).extracting(Row::events).containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void withoutTimesHalfOfFewVerdictsAreTheHistoryOfTheOthers() {
        Slice slice = slice(1, "w a +", "u a +", "u b -", "u c +", "u d +", "u e -", "u f +", "v a +");
        assertThat(slice.frozen())
                .filteredOn(row -> !row.asItIs())
                .extracting(Row::events)
                .containsExactly(1, 1, 1, 3, 3, 3);
        Slice timed = slice(1, "w a + 1", "u a + 2", "u b - 3", "u c + 4", "u d + 5", "u e - 6", "u f + 7", "v a + 8");
        assertThat(timed.frozen()).allMatch(Row::asItIs);
    }

    @Test
    void withoutTimesTheLevelIsToldByTheLastVerdictsBeforeEachRow() {
        Slice slice = slice(1, "w a +", "u a +", "u b -", "u c +", "u d +", "u e -", "v a +");
        List<Row> frozen = slice.frozen();
        assertThat(frozen).extracting(Row::known).contains(Row.Known.FEW);
        List<Row> level = slice.level(frozen);
        assertThat(level)
                .filteredOn(Row::asItIs)
                .extracting(Row::events)
                .as("frozen, then with what came before")
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0);
        assertThat(level)
                .filteredOn(row -> !row.asItIs())
                .extracting(Row::events)
                .containsExactly(1, 1, 1, 3);
    }

    /** Five hundred people say sixty things each. */
    @Test
    void ofManyRowsThoseThatAFitNeedsAreTaken() {
        int each = 60;
        Slice slice = slice(
                1,
                IntStream.rangeClosed(0, 500 * each)
                        .mapToObj(r ->
                                "u%d i%d %s %d".formatted((r + 499) % 500, (r + 499) / 500, r % 3 == 0 ? "-" : "+", r))
                        .toArray(String[]::new));
        for (List<Row> rows :
                List.of(slice.frozen().stream().filter(Row::asItIs).toList(), slice.online())) {
            assertThat(rows).hasSize(Slice.MOST_ROWS);
            assertThat(rows.stream()
                            .collect(Collectors.groupingBy(Row::user, Collectors.counting()))
                            .values())
                    .hasSize(Slice.MOST_ROWS / Slice.MOST_OF_USER)
                    .containsOnly((long) Slice.MOST_OF_USER);
        }
    }

    @Test
    void candidatesAreWhatAUserHadNotJudgedTheLikedOnesFirst() {
        Slice slice = slice(
                4, "u a + 1", "u b - 2", "v a + 3", "v d + 4", "u a + 5", "u d + 6", "u c - 7", "v d + 8", "w a + 9");
        assertThat(slice.candidates(0))
                .as("of u and w; v liked nothing new")
                .extracting(
                        Candidates::size,
                        Candidates::liked,
                        candidates -> candidates.events()[0])
                .containsExactlyInAnyOrder(tuple(2, 1, 2), tuple(4, 1, 0));
    }

    @Test
    void whatWasRetiredBeforeASliceWasNotPassedOver() {
        String[] lines = {"u a + 1", "u b - 2", "v c + 3", "v d + 4", "u d + 5", "w a + 6"};
        for (int retired : List.of(5, 6)) {
            assertThat(slice(4, Map.of("c", Instant.ofEpochSecond(retired)), lines)
                            .candidates(0))
                    .as("c went at " + retired + ", and the slice begins at 5")
                    .extracting(Candidates::size)
                    .containsExactlyInAnyOrder(retired == 5 ? new Integer[] {1, 3} : new Integer[] {2, 4});
        }
    }

    /** The first rows are the past, the others the slice. */
    private static Slice slice(int past, String... lines) {
        return slice(past, Map.of(), lines);
    }

    private static Slice slice(int past, Map<String, Instant> retired, String... lines) {
        Interactions all = Made.rows(lines);
        DataSet data = new DataSet(
                all,
                IntStream.range(0, all.items())
                        .mapToObj(all::itemName)
                        .map(name -> new DataSet.ItemFacts(
                                new ItemName("things", name), name, Map.of(), "", retired.get(name)))
                        .toList(),
                IntStream.range(0, all.users()).mapToObj(u -> Person.UNKNOWN).toList(),
                Map.of("things", new DataSet.Scale(1, 5)),
                null);
        Interactions before = all.slice(0, past);
        Replay replay = new Replay(data, before, new LearnedFit(data, 0).fit(before, Recency.STATED, List.of()));
        return new Slice(0, replay, new Part(before, all.slice(past, all.size())), 0);
    }
}
