package io.explainrec.ml.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing in a row at second t uses anything that was said at t or later: a row is built again after all of that was turned around,
 * taken away or given other reasons, and stays as it was. Over made shops whose seconds are shared by many events.
 */
class LeakTest {
    private static final int ITEMS = 12;
    private static final int GENRES = 3;

    /** An event, and what was said of it when. */
    private record Said(String user, String item, boolean liked, long second, String reason, long reasonAt) {
        Said turned(Random random) {
            return new Said(user, item, !liked, second, "another reason " + random.nextInt(1000), second);
        }
    }

    private static List<Said> made(long seed, int sameSecond) {
        Random random = new Random(seed);
        List<Said> events = new ArrayList<>();
        Set<List<Object>> taken = new HashSet<>();
        long second = 1_000;
        for (int k = 0; k < 150; k++) {
            second += random.nextInt(sameSecond) == 0 ? 1 : 0;
            Said event = new Said(
                    "u" + random.nextInt(3),
                    "i" + random.nextInt(ITEMS),
                    random.nextBoolean(),
                    second,
                    random.nextInt(3) == 0 ? "reason " + k : null,
                    second + random.nextInt(12));
            if (taken.add(List.of(event.user, event.item, event.second))) {
                events.add(event);
            }
        }
        return events;
    }

    /** Of one domain or of two, in which a user's events come in turn. */
    private static ItemName named(String item, int domains) {
        return new ItemName(Math.floorMod(item.hashCode(), domains) == 0 ? "films" : "books", item);
    }

    private static List<InstructionRow> rows(List<Said> events, int domains) {
        InteractionsBuilder builder = new InteractionsBuilder();
        StatedReasons stated = new StatedReasons();
        for (Said event : events) {
            ItemName item = named(event.item, domains);
            builder.add(
                    event.user, item.domain(), event.item, event.liked, Float.NaN, Instant.ofEpochSecond(event.second));
            stated.add(event.user, item, event.second, event.liked, event.reason, event.reasonAt);
        }
        Interactions all = builder.build();
        List<ItemFacts> items = IntStream.range(0, all.items())
                .mapToObj(i -> new ItemFacts(
                        named(all.itemName(i), domains),
                        all.itemName(i),
                        Map.of(
                                "genre",
                                List.of("G" + Math.floorMod(all.itemName(i).hashCode(), GENRES))),
                        ""))
                .toList();
        List<Person> people =
                IntStream.range(0, all.users()).mapToObj(u -> Person.UNKNOWN).toList();
        DataSet data = new DataSet(all, items, people, Map.of(), null);
        return new InstructionBuilder(data, stated, new InstructionBuilder.Options(40, 3, true), user -> user)
                .rows(all.slice(0, 0), all).stream().toList();
    }

    /** The event that is a row's candidate: rows take a user's events of a domain one after another. */
    private static Said candidate(List<InstructionRow> rows, int row, int asked, List<Said> events, int domains) {
        String user = rows.get(row).user();
        String domain = rows.get(row).itemKind();
        int before = rows.subList(0, row).stream()
                .filter(other -> other.user().equals(user) && other.itemKind().equals(domain))
                .mapToInt(other -> other.candidates().size())
                .sum();
        return events.stream()
                .filter(event -> event.user.equals(user)
                        && named(event.item, domains).domain().equals(domain))
                .skip(before + (long) asked)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,1", "10,1", "1,2", "3,2", "10,2"})
    void aRowStaysWhateverIsSaidAtItsTimeOrLater(int sameSecond, int domains) {
        int derived = 0;
        int known = 0;
        int statedInHistories = 0;
        for (long seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            List<Said> events = made(seed, sameSecond);
            List<InstructionRow> rows = rows(events, domains);
            for (int k = random.nextInt(5); k < rows.size(); k += 5) {
                InstructionRow row = rows.get(k);
                int asked = random.nextInt(row.candidates().size());
                Said kept = candidate(rows, k, asked, events, domains);
                InstructionRow again =
                        rows(changed(row, kept, events, random), domains).get(k);
                assertThat(again.history()).as("row %s of seed %s", k, seed).isEqualTo(row.history());
                Candidate candidate = row.candidates().get(asked);
                assertThat(again.candidates().get(asked).knowledge())
                        .as("row %s of seed %s", k, seed)
                        .isEqualTo(candidate.knowledge());
                known += candidate.knowledge() == null ? 0 : 1;
                if (candidate.reason() != null && candidate.reason().provenance() == Provenance.DERIVED) {
                    assertThat(again.candidates().get(asked))
                            .as("row %s of seed %s", k, seed)
                            .isEqualTo(candidate);
                    derived++;
                }
                statedInHistories += (int) row.history().stream()
                        .filter(event ->
                                event.reason() != null && event.reason().provenance() == Provenance.STATED)
                        .count();
            }
        }
        assertThat(known).as("statements that were compared").isGreaterThan(20);
        assertThat(derived).as("reasons that were compared").isGreaterThan(20);
        assertThat(statedInHistories).as("stated reasons in histories").isGreaterThan(20);
    }

    /** All that comes at the row's time or later turned around, but for one candidate. */
    private static List<Said> changed(InstructionRow row, Said kept, List<Said> events, Random random) {
        return events.stream()
                .map(event -> {
                    if (event.second >= row.before()) {
                        return event == kept ? event : event.turned(random);
                    }
                    return event.reasonAt >= row.before()
                            ? new Said(event.user, event.item, event.liked, event.second, "of later", row.before())
                            : event;
                })
                .toList();
    }
}
