package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.evidence.AdditiveHead.Term;
import io.explainrec.ml.evidence.LeveledHead.Intercept;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeveledHeadTest {
    private static final LeveledHead HEAD = new LeveledHead(
            new Intercept(-1, 1), Map.of(EvidenceSource.FACTORS, new Span(new Term(0, 0.5), new Term(4, 0.1))));

    @Test
    void weightsGoFromOneEndToTheOtherWithTheHistory() {
        assertThat(HEAD.at(0).terms().get(EvidenceSource.FACTORS)).isEqualTo(new Term(0, 0.5));
        Term half = HEAD.at(20).terms().get(EvidenceSource.FACTORS);
        assertThat(half.weight()).isCloseTo(2, within(1e-12));
        assertThat(half.centre()).isCloseTo(0.3, within(1e-12));
        assertThat(HEAD.intercept(0)).isEqualTo(-1);
        assertThat(HEAD.intercept(20)).isCloseTo(0, within(1e-12));
        assertThat(HEAD.intercept(100_000)).isCloseTo(1, within(1e-3));
    }

    @Test
    void contributionsAddUpAndScoringManyIsDecidingOnEach() {
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 0; row < 10_000; row++) {
            LeveledHead head = new LeveledHead(
                    new Intercept(random.nextDouble(-1, 1), random.nextDouble(-1, 1)), randomTerms(random));
            int events = random.nextInt(300);
            double[] values = new double[EvidenceSource.COUNT];
            List<Evidence> evidence = Stream.of(EvidenceSource.values())
                    .map(source -> {
                        boolean masked = random.nextInt(3) == 0;
                        values[source.ordinal()] = masked ? Double.NaN : random.nextDouble(-5, 5);
                        return masked ? Evidence.masked(source) : Evidence.of(source, values[source.ordinal()]);
                    })
                    .toList();
            AdditiveHead at = head.at(events);
            Decision decision = at.decide(head.intercept(events), evidence);
            double sum = decision.base()
                    + decision.contributions().stream()
                            .mapToDouble(Decision.Contribution::contribution)
                            .sum();
            assertThat(sum).isCloseTo(decision.logit(), within(1e-9));
            assertThat(at.logit(head.intercept(events), values)).isCloseTo(decision.logit(), within(1e-9));
        }
    }

    private static Map<EvidenceSource, Span> randomTerms(SplittableRandom random) {
        Map<EvidenceSource, Span> terms = new java.util.EnumMap<>(EvidenceSource.class);
        for (EvidenceSource source : EvidenceSource.values()) {
            if (random.nextBoolean()) {
                terms.put(
                        source,
                        new Span(
                                new Term(random.nextDouble(0, 3), random.nextDouble(-1, 1)),
                                new Term(random.nextDouble(0, 3), random.nextDouble(-1, 1))));
            }
        }
        return terms;
    }

    @Test
    void refusesInterceptsThatAreNoNumbers() {
        assertThatThrownBy(() -> new Intercept(Double.NaN, 0)).hasMessageContaining("finite");
    }
}
