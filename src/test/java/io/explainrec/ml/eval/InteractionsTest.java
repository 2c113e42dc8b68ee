package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionsTest {
    private static List<String> pairs(Interactions rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(r -> rows.userName(rows.user(r)) + " " + rows.itemName(rows.item(r)))
                .toList();
    }

    @Test
    void putsRowsInTheOrderOfSecondThenLine() {
        Interactions rows = Made.rows("a x + 30", "b x - 10", "a y + 20", "c z + 10");
        assertThat(pairs(rows)).containsExactly("b x", "c z", "a y", "a x");
        assertThat(rows.likes()).isEqualTo(3);
        assertThat(rows.rated()).isTrue();
    }

    @Test
    void keepsTheOrderOfLinesWhereATimeIsMissing() {
        Interactions rows = Made.rows("a x + 30", "b x -", "a y + 20");
        assertThat(rows.untimed()).isEqualTo(1);
        assertThat(pairs(rows)).containsExactly("a x", "b x", "a y");
    }

    @Test
    void partsKeepTheNumbersOfUsersAndItems() {
        Interactions rows = Made.rows("a x + 1", "b y - 2", "c z + 3");
        Interactions last = rows.slice(2, 3);
        assertThat(last.users()).isEqualTo(3);
        assertThat(last.userName(last.user(0))).isEqualTo("c");
        assertThat(last.usersPresent()).containsExactly(false, false, true);
        assertThat(rows.select(new boolean[] {false, true, false}).itemName(1)).isEqualTo("y");
    }

    @Test
    void aSliceOfASliceIsReadWithinItsEnds() {
        Interactions rows = Made.rows("a x + 1", "b y - 2", "c z + 3", "a z - 4", "b x + 5");
        Interactions middle = rows.slice(1, 5).slice(1, 3);
        assertThat(pairs(middle)).containsExactly("c z", "a z");
        assertThat(middle.likes()).isEqualTo(1);
        assertThat(middle.usersPresent()).containsExactly(true, false, true);
        assertThat(middle.select(new int[] {1})
                        .userName(middle.select(new int[] {1}).user(0)))
                .isEqualTo("a");
        assertThat(middle.first(1).size()).isEqualTo(2);
        assertThatThrownBy(() -> middle.user(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> middle.select(new int[] {-1})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> middle.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void ofEachUsersRowsOfAnItemTheLastIsTheNewest() {
        Interactions rows = Made.rows("a x + 1", "b x + 2", "a y - 3", "a x - 4", "a x + 4");
        Interactions newest = rows.newestOfEach();
        assertThat(pairs(newest)).containsExactly("b x", "a y", "a x");
        assertThat(newest.liked(2))
                .as("of two verdicts within a second, the later line")
                .isTrue();
        assertThat(rows.slice(0, 3).newestOfEach().size()).isEqualTo(3);
        Interactions all = rows.slice(0, 3);
        assertThat(all.newestOfEach()).isSameAs(all);
    }

    @Test
    void ordersTimesBeforeTheEpochAndFarApart() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("a", "x", true, Float.NaN, Instant.MAX);
        builder.add("a", "y", true, Float.NaN, Instant.MIN);
        builder.add("a", "z", true, Float.NaN, Instant.EPOCH);
        Interactions rows = builder.build();
        assertThat(pairs(rows)).containsExactly("a y", "a z", "a x");
        assertThat(rows.rated()).isFalse();
    }

    @Test
    void namesTheInteractionWithoutAnId() {
        InteractionsBuilder builder = new InteractionsBuilder();
        assertThatThrownBy(() -> builder.add("a", " ", true, 5, null))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("interaction 1 ")
                .hasMessageContaining("item ' '");
    }

    @Test
    void repeatsOfUserItemAndTimeAreDropped() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("a", "x", true, 5, Instant.ofEpochSecond(7));
        builder.add("b", "x", false, 1, Instant.ofEpochSecond(6));
        builder.add("a", "x", false, 2, Instant.ofEpochSecond(7));
        builder.add("a", "x", false, 1, Instant.ofEpochSecond(8));
        builder.add("c", "x", true, 5, null);
        builder.add("c", "x", false, 1, null);
        assertThat(builder.dropRepeats()).isEqualTo(2);
        Interactions rows = builder.build();
        assertThat(rows.size()).isEqualTo(4);
        assertThat(rows.untimed()).isEqualTo(1);
        assertThat(List.of(rows.rating(0), rows.rating(1), rows.rating(2), rows.rating(3)))
                .as("the first stays")
                .containsExactly(5f, 1f, 1f, 5f);
    }

    @Test
    void ofAMixOfRatingsAndFlagsNoPartIsRated() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("a", "x", true, 5, null);
        builder.add("a", "y", true, Float.NaN, null);
        Interactions rows = builder.build();
        assertThat(rows.rated()).isFalse();
        assertThat(rows.slice(0, 1).rated()).isFalse();
    }
}
