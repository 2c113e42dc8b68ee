package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionLayerTest {
    private static final AdditiveHead HEAD = new AdditiveHead(Map.of(
            EvidenceSource.CONTENT, new AdditiveHead.Term(10, 0.3),
            EvidenceSource.ITEM_BIAS, new AdditiveHead.Term(0.5, 0)));

    @Test
    void aContributionIsWeightTimesTheDistanceFromTheCentre() {
        Decision decision = HEAD.decide(
                -1, List.of(Evidence.of(EvidenceSource.CONTENT, 0.5), Evidence.of(EvidenceSource.ITEM_BIAS, 1)));
        assertThat(decision.logit()).isCloseTo(-1 + 10 * 0.2 + 0.5, within(1e-12));
        assertThat(decision.contributions().getFirst().contribution()).isCloseTo(2, within(1e-12));
        assertThat(decision.probability()).isCloseTo(1 / (1 + Math.exp(-1.5)), within(1e-12));
    }

    @Test
    void whatIsMaskedOrHasNoTermIsPresentAndContributesNothing() {
        Decision decision = HEAD.decide(
                0, List.of(Evidence.masked(EvidenceSource.CONTENT), Evidence.of(EvidenceSource.NEIGHBOURS, 7)));
        assertThat(decision.logit()).isZero();
        assertThat(decision.contributions())
                .extracting(Decision.Contribution::source)
                .containsExactly(EvidenceSource.CONTENT, EvidenceSource.NEIGHBOURS);
    }

    @Test
    void contributionsOfTheFirstWeightsAddUpForAnyEvidence() {
        SplittableRandom random = new SplittableRandom(1);
        DecisionLayer layer = DecisionLayer.first();
        EvidenceState nothing = new EvidenceStateBuilder().build(Learned.NONE);
        for (int row = 0; row < 10_000; row++) {
            List<Evidence> evidence = Stream.of(EvidenceSource.values())
                    .map(source -> random.nextInt(3) == 0
                            ? Evidence.masked(source)
                            : Evidence.of(source, random.nextDouble(-5, 5)))
                    .toList();
            DecisionLayer.ForUser user = layer.about(nothing, row % 100);
            for (Decision decision : List.of(user.like(UUID.randomUUID(), evidence), user.rank(evidence))) {
                double sum = decision.base()
                        + decision.contributions().stream()
                                .mapToDouble(Decision.Contribution::contribution)
                                .sum();
                assertThat(sum).isCloseTo(decision.logit(), within(1e-9));
            }
        }
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertThatThrownBy(() -> Evidence.of(EvidenceSource.LLM, Double.NaN)).hasMessageContaining("LLM");
        assertThatThrownBy(() -> new AdditiveHead.Term(Double.POSITIVE_INFINITY, 0))
                .hasMessageContaining("finite");
    }
}
