package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserRowsTest {
    /** A row whose first candidate is so many events into the user's life. */
    private static InstructionRow row(String user, int at, int candidates) {
        return new InstructionRow(
                user,
                "film",
                null,
                IntStream.range(0, at)
                        .mapToObj(k -> new Event("" + k, "Film " + k, true, null))
                        .toList(),
                IntStream.range(at, at + candidates)
                        .mapToObj(k -> new Candidate("" + k, "Film " + k, List.of(), true, null))
                        .toList());
    }

    @Test
    void whatIsSaidComesBeforeWhatIsAsked() {
        List<InstructionRow> rows = List.of(
                row("a", 0, 8), row("a", 8, 8), row("a", 16, 3), row("b", 0, 8), row("b", 8, 8), row("one", 4, 5));
        List<UserRows> drawn = UserRows.train(rows::stream, 100, 1);
        assertThat(drawn).hasSize(3).allSatisfy(pair -> {
            assertThat(pair.query().user()).isEqualTo(pair.support().user());
            int said = last(pair.support());
            assertThat(first(pair.query())).isGreaterThan(said);
            assertThat(pair.support().candidates()).hasSizeBetween(1, Support.MOST);
        });
        assertThat(UserRows.train(rows::stream, 2, 1)).isEqualTo(drawn.subList(0, 2));
        UserRows halves = drawn.stream()
                .filter(pair -> pair.query().user().equals("one"))
                .findFirst()
                .orElseThrow();
        assertThat(halves.support().candidates()).hasSize(2);
        assertThat(halves.query().candidates()).hasSize(3);
    }

    @Test
    void validationAsksWhatCameAfterAllThatIsLearnedFrom() {
        List<InstructionRow> train = List.of(row("a", 0, 8), row("a", 8, 8));
        List<InstructionRow> valid = List.of(row("a", 16, 8), row("new", 0, 4), row("short", 0, 1));
        List<UserRows> drawn = UserRows.valid(train::stream, valid::stream, 10, 0);
        assertThat(drawn).hasSize(2).allSatisfy(pair -> {
            boolean known = pair.query().user().equals("a");
            assertThat(first(pair.support())).isEqualTo(known ? 8 : 0);
            assertThat(first(pair.query())).isEqualTo(known ? 16 : 2);
        });
    }

    @Test
    void ofALongRowTheNewestAreSaid() {
        List<UserRows> drawn =
                UserRows.valid(List.of(row("a", 0, 12))::stream, List.of(row("a", 12, 2))::stream, 10, 0);
        assertThat(first(drawn.getFirst().support())).isEqualTo(4);
        assertThat(last(drawn.getFirst().support())).isEqualTo(11);
    }

    private static int first(InstructionRow row) {
        return Integer.parseInt(row.candidates().getFirst().item());
    }

    private static int last(InstructionRow row) {
        return Integer.parseInt(row.candidates().getLast().item());
    }
}
