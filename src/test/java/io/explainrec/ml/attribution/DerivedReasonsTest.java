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
    void nothingThatPointsThatWayIsNoReason() {
        assertThat(past.reason(List.of("Horror"), true)).isEmpty();
        assertThat(past.reason(List.of("War"), true)).as("seen once").isEmpty();
        assertThat(past.reason(List.of("Western"), true)).isEmpty();
        assertThat(past.reason(List.of(), false)).isEmpty();
        assertThat(new DerivedReasons().reason(List.of("Drama"), true)).isEmpty();
    }
}
