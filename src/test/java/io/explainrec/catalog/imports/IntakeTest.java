package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.catalog.Item;
import io.explainrec.catalog.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final List<Integer> sizes = new ArrayList<>();
    private Position last = Position.START;

    @Test
    void chunksAreBounded() {
        Intake intake = intake(Position.START);
        for (int i = 1; i <= 450; i++) {
            intake.take(item(i, "text"));
        }
        for (int i = 1; i <= 20_001; i++) {
            intake.take(event(i, null));
        }
        intake.end();
        assertThat(sizes).containsExactly(200, 200, 50, 20_000, 1);
        assertThat(last.rows()).isEqualTo(20_451);
    }

    @Test
    void longTextsMakeShortChunks() {
        Intake intake = intake(Position.START);
        for (int i = 1; i <= 4; i++) {
            intake.take(item(i, "x".repeat(2_000_000)));
        }
        intake.take(event(1, "x".repeat(4_000_000)));
        intake.take(event(2, null));
        intake.end();
        assertThat(sizes).containsExactly(2, 2, 1, 1);
    }

    @Test
    void itemsAndEventsStandInChunksOfTheirOwn() {
        Intake intake = intake(Position.START);
        intake.take(item(1, "a"));
        intake.take(event(1, null));
        intake.take(item(2, "b"));
        intake.take(new Row.OfUser(origin(1), "u", new User.Input(null, null, null, null, null, null)));
        intake.end();
        assertThat(sizes).containsExactly(1, 1, 2);
    }

    @Test
    void goesOnBehindItsBeginning() {
        Intake first = intake(Position.START);
        for (int i = 1; i <= 20_000; i++) {
            first.take(event(i, null));
        }
        Position committed = last;
        sizes.clear();
        Intake second = intake(committed);
        for (int i = 1; i <= 20_005; i++) {
            second.take(event(i, null));
        }
        second.end();
        assertThat(sizes).containsExactly(5);
        assertThat(last.rows()).isEqualTo(20_005);
    }

    @Test
    void aSourceThatBeginsWithOtherRowsOrEndsEarlierIsFoundOut() {
        Position read = Position.START.after(item(1, "a")).after(event(1, null)).after(event(2, null));
        Intake other = intake(read);
        other.take(item(1, "another text"));
        other.take(event(1, null));
        assertThatThrownBy(() -> other.take(event(2, null))).isInstanceOf(SourceChangedException.class);
        Intake swapped = intake(read);
        swapped.take(item(1, "a"));
        swapped.take(event(2, null));
        assertThatThrownBy(() -> swapped.take(event(1, null))).isInstanceOf(SourceChangedException.class);
        Intake shorter = intake(read);
        shorter.take(item(1, "a"));
        assertThatThrownBy(shorter::end).isInstanceOf(SourceChangedException.class);
        assertThat(sizes).isEmpty();
    }

    @Test
    void picturesAreNoPartOfAPosition() {
        Row.OfItem bare = (Row.OfItem) item(1, "a");
        Row pictured = new Row.OfItem(bare.origin(), bare.id(), bare.item(), () -> null);
        assertThat(Position.START.after(pictured)).isEqualTo(Position.START.after(bare));
    }

    @Test
    void anEmptySourceEndsWell() {
        intake(Position.START).end();
        assertThat(sizes).containsExactly(0);
    }

    private Intake intake(Position from) {
        return new Intake(from, chunk -> {
            sizes.add(chunk.catalogue().size() + chunk.events().size());
            last = chunk.position();
        });
    }

    private static Row.Origin origin(long line) {
        return new Row.Origin("file", line, "row");
    }

    private static Row item(int number, String text) {
        return new Row.OfItem(
                origin(number), "item" + number, new Item.Input(null, "Title", text, Map.of(), null), null);
    }

    private static Row event(int number, String reason) {
        return new Row.OfInteraction(origin(number), "user", "item" + number, true, null, null, reason);
    }
}
