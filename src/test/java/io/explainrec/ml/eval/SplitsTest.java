package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitsTest {
    @Test
    void cutsByRowsInTime() {
        String[] lines = IntStream.range(0, 20)
                .mapToObj(k -> "u" + k + " x + " + (100 - k))
                .toArray(String[]::new);
        TimeSplit split = TimeSplit.global(Made.rows(lines));
        assertThat(List.of(
                        split.train().size(), split.valid().size(), split.test().size()))
                .containsExactly(16, 2, 2);
        assertThat(split.test().second(1))
                .as("newest, though first in the input")
                .isEqualTo(100);
        assertThat(split.past().size()).isEqualTo(18);
    }

    @Test
    void rollingCutsTestSlicesThatDoNotOverlap() {
        Interactions all = Made.shop(20, 10, 5, 1);
        List<String> tested = new ArrayList<>();
        for (TimeSplit cut : TimeSplit.rolling(all)) {
            tested.addAll(written(cut.test()));
        }
        assertThat(tested).isEqualTo(written(all.slice(70, 100)));
    }

    private static List<String> written(Interactions rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(r -> rows.userName(rows.user(r)) + " " + rows.itemName(rows.item(r)) + " " + rows.second(r))
                .toList();
    }

    @Test
    void oneRowIsATestWithoutAPast() {
        TimeSplit split = TimeSplit.global(Made.rows("a x + 1"));
        assertThat(split.past().size()).isZero();
        assertThat(split.test().size()).isEqualTo(1);
    }

    @Test
    void saysThatTimesAreMissing() {
        Interactions rows = Made.rows("a x + 1", "a y -");
        assertThatThrownBy(() -> TimeSplit.global(rows))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("1 of 2 have none")
                .hasMessageContaining("folds of users");
    }

    /** Expected values by Python: {@code int(sha256(id).hexdigest(), 16) % n}. */
    @Test
    void foldsAreTheRemainderOfTheHash() {
        assertThat(HashFold.of("1", 10)).isEqualTo(FOLDS[0]);
        assertThat(HashFold.of("Ärger", 7)).isEqualTo(FOLDS[1]);
        assertThat(HashFold.of("", 5)).isEqualTo(FOLDS[2]);
    }

    private static final int[] FOLDS = {5, 1, 4};

    @Test
    void newItemsAreInTheTestAlone() {
        Interactions all = Made.shop(30, 60, 10, 2);
        NewItems without = NewItems.of(all.slice(0, 200), all.slice(200, 300));
        assertThat(without.test().size()).isPositive();
        IntStream.range(0, without.past().size())
                .forEach(r -> assertThat(HashFold.of(all.itemName(without.past().item(r)), 10))
                        .isNotZero());
        IntStream.range(0, without.test().size())
                .forEach(r -> assertThat(HashFold.of(all.itemName(without.test().item(r)), 10))
                        .isZero());
    }
}
