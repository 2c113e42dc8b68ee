package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionsTest {
    @Test
    void putsRowsInTheOrderOfSecondThenLine() {
        Interactions rows = Made.rows("a x + 30", "b x - 10", "a y + 20", "c z + 10");
        assertThat(IntStream.range(0, 4).map(rows::line)).containsExactly(2, 4, 3, 1);
        assertThat(IntStream.range(0, 4).mapToObj(r -> rows.userName(rows.user(r))))
                .containsExactly("b", "c", "a", "a");
        assertThat(rows.likes()).isEqualTo(3);
        assertThat(rows.rated()).isTrue();
    }

    @Test
    void keepsTheOrderOfLinesWhereATimeIsMissing() {
        Interactions rows = Made.rows("a x + 30", "b x -", "a y + 20");
        assertThat(rows.untimed()).isEqualTo(1);
        assertThat(IntStream.range(0, 3).map(rows::line)).containsExactly(1, 2, 3);
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
    void ordersTimesBeforeTheEpochAndFarApart() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("a", "x", true, Float.NaN, Instant.MAX);
        builder.add("a", "y", true, Float.NaN, Instant.MIN);
        builder.add("a", "z", true, Float.NaN, Instant.EPOCH);
        Interactions rows = builder.build();
        assertThat(IntStream.range(0, 3).map(rows::line)).containsExactly(2, 3, 1);
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
}
