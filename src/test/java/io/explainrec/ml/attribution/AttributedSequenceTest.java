package io.explainrec.ml.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributedSequenceTest {
    private static final int[] TOKENS = {1};

    /** Candidates 0, 2, 4 .. have reasons. */
    private static AttributedSequence sequence(int candidates) {
        return new AttributedSequence(
                TOKENS,
                TOKENS,
                IntStream.range(0, candidates)
                        .mapToObj(k -> new AttributedCandidate(
                                TOKENS,
                                true,
                                k % 2 == 0 ? new AttributedCandidate.Reason(TOKENS, TOKENS, TOKENS) : null))
                        .toList());
    }

    private static List<Integer> reasoned(AttributedSequence sequence) {
        return IntStream.range(0, sequence.candidates().size())
                .filter(k -> sequence.candidates().get(k).reason() != null)
                .boxed()
                .toList();
    }

    @Test
    void reasonsStaySpreadOverTheRow() {
        assertThat(reasoned(sequence(12).withReasons(3))).containsExactly(2, 6, 10);
    }

    @Test
    void whoLosesTheReasonKeepsTheVector() {
        var item = new AttributedCandidate.Item(0, new float[] {1});
        var reason = new AttributedCandidate.Reason(new int[] {1}, new int[] {2}, new int[] {3});
        var candidate = new AttributedCandidate(new int[] {4, 5}, true, reason, item);
        AttributedSequence cut =
                new AttributedSequence(new int[0], new int[0], List.of(candidate, candidate)).withReasons(1);
        assertThat(cut.candidates()).extracting(AttributedCandidate::item).containsExactly(item, item);
        assertThat(cut.candidates())
                .extracting(AttributedCandidate::reason)
                .containsOnlyOnce(reason)
                .containsNull();
    }

    @ParameterizedTest
    @CsvSource({"12, 0, 6", "12, 1, 1", "12, 5, 5", "12, 6, 6", "12, 7, 6", "1, 4, 1"})
    void atMostSoMany(int candidates, int most, int left) {
        AttributedSequence sequence = sequence(candidates).withReasons(most);
        assertThat(reasoned(sequence)).hasSize(left);
        assertThat(sequence.candidates()).hasSize(candidates);
    }
}
