package io.explainrec.ml.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstructionBuilderTest {
    private static final int ITEMS = 30;

    /** Made events of some users, with many of one second. */
    private static DataSet made(long seed, boolean timed) {
        Random random = new Random(seed);
        InteractionsBuilder builder = new InteractionsBuilder();
        long second = 1_000;
        for (int k = 0; k < 600; k++) {
            second += random.nextInt(3) == 0 ? 1 : 0;
            builder.add(
                    "u" + random.nextInt(8),
                    "films",
                    "i" + random.nextInt(ITEMS),
                    random.nextBoolean(),
                    Float.NaN,
                    timed ? Instant.ofEpochSecond(second) : null);
        }
        builder.dropRepeats();
        return described(builder.build());
    }

    private static DataSet described(Interactions events) {
        List<ItemFacts> items = IntStream.range(0, events.items())
                .mapToObj(i -> new ItemFacts(
                        new ItemName(events.itemDomain(i), events.itemName(i)),
                        "Title " + events.itemName(i),
                        Map.of("genre", List.of("G" + events.itemName(i).hashCode() % 4)),
                        ""))
                .toList();
        List<Person> people =
                IntStream.range(0, events.users()).mapToObj(u -> Person.UNKNOWN).toList();
        return new DataSet(events, items, people, Map.of(), null);
    }

    private static InstructionBuilder builder(DataSet data) {
        return new InstructionBuilder(
                data, new StatedReasons(), new InstructionBuilder.Options(10, 4, true), user -> "hash of " + user);
    }

    /** What a user said of an item, by second: so that every statement of a row can be looked up. */
    private static List<Long> seconds(Interactions events, String user, String item) {
        List<Long> seconds = new ArrayList<>();
        for (int r = 0; r < events.size(); r++) {
            if (events.userName(events.user(r)).equals(user)
                    && events.itemName(events.item(r)).equals(item)) {
                seconds.add(events.second(r));
            }
        }
        return seconds;
    }

    @Test
    void nothingInARowIsOfTheTimeOfItsFirstCandidateOrLater() {
        DataSet data = made(1, true);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (InstructionRow row : rows) {
            String user = row.user().substring("hash of ".length());
            for (Event event : row.history()) {
                assertThat(seconds(all, user, event.item())).anyMatch(second -> second < row.before());
                if (event.reason() != null) {
                    assertThat(event.reason().support())
                            .allSatisfy(item ->
                                    assertThat(seconds(all, user, item)).anyMatch(second -> second < row.before()));
                }
            }
            for (Candidate candidate : row.candidates()) {
                assertThat(seconds(all, user, candidate.item())).anyMatch(second -> second >= row.before());
                if (candidate.reason() != null) {
                    assertThat(candidate.reason().support())
                            .allSatisfy(item ->
                                    assertThat(seconds(all, user, item)).anyMatch(second -> second < row.before()));
                }
            }
        }
    }

    /** The sharpest test of a leak: what comes at or after a row's time is changed, and the row's history and reasons stay. */
    @Test
    void rowsDoNotChangeWithWhatComesAtTheirTimeOrLater() {
        DataSet data = made(2, true);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        long cut = all.second(all.size() / 2);
        InteractionsBuilder other = new InteractionsBuilder();
        for (int r = 0; r < all.size(); r++) {
            boolean flipped = all.second(r) >= cut;
            other.add(
                    all.userName(all.user(r)),
                    "films",
                    all.itemName(all.item(r)),
                    all.liked(r) != flipped,
                    Float.NaN,
                    Instant.ofEpochSecond(all.second(r)));
        }
        DataSet changed = described(other.build());
        List<InstructionRow> after =
                builder(changed).rows(changed.interactions().slice(0, 0), changed.interactions()).stream()
                        .toList();
        assertThat(after).hasSameSizeAs(rows);
        int compared = 0;
        for (int k = 0; k < rows.size(); k++) {
            if (rows.get(k).before() <= cut) {
                assertThat(after.get(k).history()).isEqualTo(rows.get(k).history());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void everyEventIsACandidateOnce() {
        DataSet data = made(3, true);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(rows.stream().mapToInt(row -> row.candidates().size()).sum()).isEqualTo(all.size());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.candidates()).hasSizeBetween(1, 4);
            assertThat(row.history()).hasSizeLessThanOrEqualTo(10);
        });
    }

    @Test
    void validationScoresEachUserOnceWithTheHistoryAtTheCut() {
        DataSet data = made(4, true);
        Interactions all = data.interactions();
        Interactions before = all.slice(0, 300);
        Interactions slice = all.slice(300, 600 < all.size() ? 600 : all.size());
        List<InstructionRow> rows =
                builder(data).frozen(before, slice, 5).stream().toList();
        assertThat(rows).extracting(InstructionRow::user).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> assertThat(row.candidates()).hasSizeBetween(1, 5));
    }

    @Test
    void withoutTimesTheHistoryIsWhatStandsBefore() {
        DataSet data = made(5, false);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(rows).allSatisfy(row -> assertThat(row.before()).isNull());
        assertThat(rows.get(1).history()).hasSize(4);
    }

    private static DataSet told(boolean timed) {
        InteractionsBuilder events = new InteractionsBuilder();
        boolean[] likes = {true, false, true, true};
        for (int k = 0; k < likes.length; k++) {
            Instant at = timed ? Instant.ofEpochSecond(10 * k) : null;
            events.add("u" + k, "films", "heat", likes[k], Float.NaN, at);
            events.add("u" + k, "films", "rare " + k, true, Float.NaN, at);
        }
        return described(events.build());
    }

    private static List<String> known(List<InstructionRow> rows, int row) {
        return rows.get(row).candidates().getFirst().knowledge();
    }

    @Test
    void candidatesComeWithWhatEverybodySaidBefore() {
        DataSet data = told(true);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(known(rows, 0)).isNull();
        // One like of one, the domain at (2 + 1) / (2 + 2): (1 + 5 * 3/4) / (1 + 5).
        assertThat(known(rows, 1)).containsExactly("most said Yes (about 79% of 1)");
        assertThat(known(rows, 3)).containsExactly("most said Yes (about 72% of 3)");
        assertThat(rows.get(3).candidates().get(1).knowledge()).isNull();
    }

    @Test
    void atTheCutCandidatesComeWithWhatWasSaidBeforeItAlone() {
        DataSet data = told(true);
        Interactions all = data.interactions();
        List<InstructionRow> rows = builder(data).frozen(all.slice(0, 4), all.slice(4, 8), 5).stream()
                .toList();
        assertThat(rows)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.candidates().getFirst().knowledge())
                        .containsExactly("some said Yes, some No (about 62% of 2)"));
    }

    @Test
    void withoutTimesOnesOwnVerdictIsNotKnown() {
        DataSet data = told(false);
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(known(rows, 0)).containsExactly("most said Yes (about 75% of 3)");
        assertThat(known(rows, 1)).containsExactly("nearly all said Yes (about 88% of 3)");
        assertThat(rows.get(1).candidates().get(1).knowledge()).isNull();
    }

    @Test
    void nobodyIsNoRows() {
        DataSet data = made(6, true);
        Interactions none = data.interactions().slice(0, 0);
        assertThat(builder(data).rows(none, none).stream()).isEmpty();
    }

    private static InstructionRow only(StatedReasons stated, long... seconds) {
        InteractionsBuilder events = new InteractionsBuilder();
        for (int k = 0; k < seconds.length; k++) {
            events.add("u", "films", "i" + k, true, Float.NaN, Instant.ofEpochSecond(seconds[k]));
        }
        DataSet data = described(events.build());
        Interactions all = data.interactions();
        return new InstructionBuilder(data, stated, new InstructionBuilder.Options(10, 1, true), user -> user)
                .rows(all.slice(0, 0), all).stream().toList().getLast();
    }

    @Test
    void whatWasStatedComesBeforeWhatIsDerived() {
        StatedReasons stated = new StatedReasons();
        stated.add("u", new ItemName("films", "i0"), 10, true, " It is quiet. ", 10);
        stated.add("u", new ItemName("films", "i0"), 10, true, "too late", 11);
        stated.add("u", new ItemName("films", "i0"), 10, false, "of another verdict", 10);
        stated.add("u", new ItemName("films", "i1"), 20, true, " ", 20);
        stated.add("u", new ItemName("films", "i2"), 30, true, "said long after", 99);
        assertThat(stated.size()).isEqualTo(3);
        InstructionRow row = only(stated, 10, 20, 30);
        assertThat(row.history().getFirst().reason())
                .isEqualTo(new InstructionRow.Reason("It is quiet.", InstructionRow.Provenance.STATED, null, null));
        assertThat(row.history().getLast().reason()).isNull();
        assertThat(row.candidates().getFirst().reason().text())
                .as("what is learned may have been said later")
                .isEqualTo("said long after");
    }

    @Test
    void aReasonThatWasGivenLaterIsInNoHistoryBefore() {
        StatedReasons stated = new StatedReasons();
        stated.add("u", new ItemName("films", "i0"), 10, true, "said at 30", 30);
        assertThat(only(stated, 10, 20).history().getFirst().reason()).isNull();
        assertThat(only(stated, 10, 30).history().getFirst().reason())
                .as("in its own second")
                .isNull();
        assertThat(only(stated, 10, 31).history().getFirst().reason().text()).isEqualTo("said at 30");
    }

    /** Three users' ratings of films and books in turn, one a second. */
    private static DataSet twoDomains(float step) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int k = 0; k < 60; k++) {
            float rating = 1 + (k % 5) * step;
            String domain = k < 6 || k % 4 == 0 ? "films" : "books";
            builder.add("u" + k % 3, domain, "i" + k, rating > 3, rating, Instant.ofEpochSecond(k));
        }
        DataSet plain = described(builder.build());
        var scale = new DataSet.Scale(1, 1 + 4 * step);
        return new DataSet(
                plain.interactions(), plain.items(), plain.people(), Map.of("films", scale, "books", scale), null);
    }

    @Test
    void aDomainIsForetoldFromOthersThatCameBeforeIt() {
        DataSet data = twoDomains(1);
        Interactions all = data.interactions();
        Map<String, String> domains =
                IntStream.range(0, all.items()).boxed().collect(Collectors.toMap(all::itemName, all::itemDomain));
        List<InstructionRow> rows =
                builder(data).crossDomain(all.slice(0, 0), all).stream().toList();
        assertThat(rows).hasSize(6);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.crossDomain()).isTrue();
            assertThat(row.history()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
            assertThat(row.history()).allSatisfy(event -> {
                assertThat(domains.get(event.item())).isNotEqualTo(row.itemKind());
                assertThat(Long.parseLong(event.item().substring(1))).isLessThan(row.before());
            });
            assertThat(row.candidates()).hasSizeBetween(1, 4).allSatisfy(candidate -> {
                assertThat(domains.get(candidate.item())).isEqualTo(row.itemKind());
                assertThat(Long.parseLong(candidate.item().substring(1))).isGreaterThanOrEqualTo(row.before());
                assertThat(candidate.reason()).isNull();
            });
        });
        // The user's first films came before any book.
        assertThat(rows.stream().filter(row -> row.itemKind().equals("films")))
                .allSatisfy(row -> assertThat(row.before()).isGreaterThan(6));
        DataSet one = made(1, true);
        assertThat(builder(one).crossDomain(one.interactions().slice(0, 0), one.interactions()).stream())
                .isEmpty();
    }

    private static List<String> asked(InstructionRow row) {
        return row.candidates().stream().map(Candidate::item).toList();
    }

    @Test
    void whoGoesFromDomainToDomainIsAskedAboutAsManyOfEach() {
        for (boolean timed : new boolean[] {true, false}) {
            InteractionsBuilder events = new InteractionsBuilder();
            for (int k = 0; k < 12; k++) {
                String domain = k % 2 == 0 ? "films" : "books";
                events.add("u", domain, "i" + k, true, Float.NaN, timed ? Instant.ofEpochSecond(k) : null);
            }
            DataSet data = described(events.build());
            Interactions all = data.interactions();
            List<InstructionRow> rows =
                    builder(data).rows(all.slice(0, 0), all).stream().toList();
            assertThat(rows).extracting(InstructionRow::itemKind).containsExactly("films", "books", "films", "books");
            assertThat(rows)
                    .extracting(InstructionBuilderTest::asked)
                    .containsExactly(
                            List.of("i0", "i2", "i4", "i6"),
                            List.of("i1", "i3", "i5", "i7"),
                            List.of("i8", "i10"),
                            List.of("i9", "i11"));
            assertThat(rows)
                    .as("what came before the first candidate of each, be it asked about elsewhere or not")
                    .extracting(row -> row.history().size())
                    .containsExactly(0, 1, 8, 9);
            assertThat(builder(data).frozen(all.slice(0, 4), all.slice(4, 12), 3).stream())
                    .singleElement()
                    .satisfies(row -> assertThat(asked(row)).containsExactly("i4", "i6", "i8"));
        }
    }

    @Test
    void ratingsInWholeOrHalfStepsAreGrades() {
        DataSet whole = twoDomains(1);
        assertThat(builder(whole).grades()).isEqualTo(Map.of("films", 5, "books", 5));
        Interactions all = whole.interactions();
        assertThat(builder(whole).rows(all.slice(0, 0), all).stream())
                .allSatisfy(row -> assertThat(row.candidates())
                        .allSatisfy(candidate -> assertThat(candidate.grade())
                                .isEqualTo(1 + Integer.parseInt(candidate.item().substring(1)) % 5)));
        assertThat(builder(twoDomains(0.5f)).grades()).isEqualTo(Map.of("films", 5, "books", 5));
        assertThat(builder(twoDomains(0.3f)).grades()).isNull();
        assertThat(builder(made(1, true)).grades()).isNull();
    }

    /** A knowledge base that says how many interactions it was counted of. */
    private static KnowledgeTables counted(Interactions past) {
        Estimate estimate = new Estimate(past.size() / 1000.0, 0.01, "It is found.");
        List<Subject> subjects = IntStream.range(0, 4)
                .mapToObj(g -> new Subject("films", "genre", "G" + g))
                .toList();
        return new KnowledgeTables(
                subjects,
                Map.of(),
                Map.of(),
                IntStream.rangeClosed(1, 12)
                        .boxed()
                        .collect(Collectors.toMap(month -> month, month -> Map.of(subjects.getFirst(), estimate))),
                Map.of());
    }

    @Test
    void findingsAreOfASnapshotThatIsOlderThanTheRow() {
        DataSet plain = described(made(3, true).interactions());
        List<Long> ends = new ArrayList<>();
        DataSet data = plain.with(past -> {
            ends.add(past.second(past.size() - 1));
            return counted(past);
        });
        Interactions all = data.interactions();
        List<InstructionRow> rows =
                builder(data).rows(all.slice(0, 0), all).stream().toList();
        assertThat(ends).hasSize(9).doesNotHaveDuplicates();
        long first = ends.stream().min(Long::compare).orElseThrow();
        List<InstructionRow> told =
                rows.stream().filter(InstructionRow::tellsFindings).toList();
        assertThat(told).isNotEmpty().allSatisfy(row -> assertThat(row.before()).isGreaterThan(first));
        assertThat(told.getFirst().candidates())
                .filteredOn(candidate -> candidate.finding() != null)
                .allSatisfy(candidate -> assertThat(candidate.finding())
                        .isEqualTo("people in January say Yes to G0 more often, against their own level"));
        assertThat(builder(plain).rows(all.slice(0, 0), all).stream()).noneMatch(InstructionRow::tellsFindings);
    }

    @Test
    void withoutTimesNothingIsOlderThanARow() {
        DataSet data = made(3, false).with(InstructionBuilderTest::counted);
        Interactions all = data.interactions();
        assertThat(builder(data).rows(all.slice(0, 0), all).stream()).noneMatch(InstructionRow::tellsFindings);
        int half = all.size() / 2;
        assertThat(builder(data).frozen(all.slice(0, half), all.slice(half, all.size()), 5).stream())
                .noneMatch(InstructionRow::tellsFindings);
    }
}
