package io.explainrec.ml.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DerivedReasonsTest {
    private final DerivedReasons past = new DerivedReasons();

    @BeforeEach
    void fourDramasAndTwoHorrors() {
        past.observe("a", List.of("Drama"), true);
        past.observe("b", List.of("Drama"), true);
        past.observe("c", List.of("Drama", "War"), true);
        past.observe("d", List.of("Drama"), false);
        past.observe("e", List.of("Horror"), false);
        past.observe("f", List.of("Horror"), false);
        past.at(1);
    }

    @Test
    void aLikeIsExplainedByWhatIsLikedMoreThanTheRest() {
        var reason = past.reason(List.of("Horror", "Drama"), true).orElseThrow();
        assertThat(reason.text()).isEqualTo("liked 3 of 4 Drama before");
        assertThat(reason.items()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aDislikeIsExplainedByWhatIsLikedLess() {
        assertThat(past.reason(List.of("Drama", "Horror"), false).orElseThrow().text())
                .isEqualTo("liked 0 of 2 Horror before");
    }

    @Test
    void whatIsSaidInTheSameSecondDoesNotCount() {
        past.observe("g", List.of("Horror"), true);
        past.observe("h", List.of("Horror"), true);
        past.observe("i", List.of("Horror"), true);
        past.at(1);
        assertThat(past.reason(List.of("Horror"), false).orElseThrow().of()).isEqualTo(2);
        past.at(2);
        assertThat(past.reason(List.of("Horror"), false).orElseThrow().of()).isEqualTo(5);
    }

    @Test
    void withoutTimesOrderCounts() {
        DerivedReasons untimed = new DerivedReasons();
        untimed.observe("a", List.of("Drama", "Crime"), true);
        untimed.at(Long.MIN_VALUE);
        untimed.observe("b", List.of("Drama"), true);
        untimed.at(Long.MIN_VALUE);
        untimed.observe("c", List.of("War"), false);
        untimed.at(Long.MIN_VALUE);
        assertThat(untimed.reason(List.of("Drama"), true).orElseThrow().items()).containsExactly("a", "b");
    }

    @Test
    void nothingThatPointsThatWayIsNoReason() {
        assertThat(past.reason(List.of("Horror"), true)).isEmpty();
        assertThat(past.reason(List.of("War"), true)).as("seen once").isEmpty();
        assertThat(past.reason(List.of("Western"), true)).isEmpty();
        assertThat(past.reason(List.of(), false)).isEmpty();
        assertThat(new DerivedReasons().reason(List.of("Drama"), true)).isEmpty();
    }
}
