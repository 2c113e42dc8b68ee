package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.Decision.Contribution;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Learned;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {
    private static final String NOTHING = "Nothing about it stands out; it comes next in the order.";

    /** The reason of the first of two items, of which one source says two values, counted from its middle. */
    private static String reason(EvidenceSource source, double value, double other, double centre) {
        DecidedItem first = decided(1, source, value, centre);
        DecidedItem second = decided(2, source, other, centre);
        EvidenceState state = new EvidenceStateBuilder().build(Learned.NONE);
        return Reasons.of(
                        List.of(first, second),
                        Map.of(
                                first.itemId(), List.of(new Evidence(source, value, false, List.of())),
                                second.itemId(), List.of(new Evidence(source, other, false, List.of()))),
                        Requester.NOBODY,
                        Map.of(),
                        state,
                        state.about(History.NONE))
                .get(first.itemId())
                .reason();
    }

    private static DecidedItem decided(int rank, EvidenceSource source, double value, double centre) {
        Decision decision = new Decision(
                value - centre, 0, List.of(new Contribution(source, value, centre, 1, value - centre, false)));
        return new DecidedItem(UUID.randomUUID(), "i" + rank, "Item " + rank, rank, decision, decision);
    }

    @Test
    void whatLiftsAnItemIsItsReason() {
        assertThat(reason(EvidenceSource.ALIKE_POPULARITY, 0.3, 0, 0)).startsWith("People like you like it more often");
        assertThat(reason(EvidenceSource.ALIKE_POPULARITY, 0.3, 0.3, 0))
                .as("no more than the others")
                .isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"ALIKE_POPULARITY", "ALIKE", "GROUP"})
    void whatSpeaksAgainstAnItemIsNoReasonWhereverTheMiddleIs(EvidenceSource source) {
        assertThat(reason(source, -0.1, -0.5, -0.3)).isEqualTo(NOTHING);
        assertThat(reason(source, -0.1, -0.5, 0)).isEqualTo(NOTHING);
    }

    @Test
    void whatOnlyComparesMayDoSoBelowNothing() {
        assertThat(reason(EvidenceSource.ITEM_LEVEL, -0.1, -0.5, -0.3)).startsWith("It is graded higher than most");
    }

    /** The mean of logarithms is passed by many that are behind the average, and what a source says nothing of is no value of 0. */
    @Test
    void whatComparesIsAheadOfMost() {
        List<DecidedItem> decided = Stream.of(0.3, 0.5, 0.7, -2.0)
                .map(value -> decided(1, EvidenceSource.ITEM_LEVEL, value, -0.1))
                .toList();
        Map<UUID, Explanation> reasons = Reasons.of(
                decided,
                decided.stream().collect(Collectors.toMap(DecidedItem::itemId, item -> List.of())),
                Requester.NOBODY,
                Map.of(),
                new EvidenceStateBuilder().build(Learned.NONE),
                new EvidenceStateBuilder().build(Learned.NONE).about(History.NONE));
        assertThat(decided)
                .extracting(item -> reasons.get(item.itemId()).reason().startsWith("It is graded higher"))
                .containsExactly(false, true, true, false);
    }

    /** A shop may ask about a shelf of which the person has had something. */
    @Test
    void noItemIsAReasonForItself() {
        DecidedItem item = decided(1, EvidenceSource.CONTENT, 0.9, 0);
        DecidedItem other = decided(2, EvidenceSource.CONTENT, 0.1, 0);
        var own = new Evidence(EvidenceSource.CONTENT, 0.9, false, List.of(item.itemId()));
        EvidenceState state = new EvidenceStateBuilder().build(Learned.NONE);
        Explanation explanation = Reasons.of(
                        List.of(item, other),
                        Map.of(item.itemId(), List.of(own), other.itemId(), List.of()),
                        Requester.NOBODY,
                        Map.of(),
                        state,
                        state.about(History.NONE))
                .get(item.itemId());
        assertThat(explanation.because()).isEmpty();
        assertThat(explanation.reason()).isEqualTo(NOTHING);
    }
}
