package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.portal.RecordFacts.Fact;
import io.explainrec.recommend.Recommendation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordFactsTest {
    @Test
    void nameWhatDecided() {
        UUID snapshot = UUID.randomUUID();
        assertThat(RecordFacts.of(decidedWith(snapshot)))
                .contains(
                        new Fact("Decision layer", "fitted-1"),
                        new Fact("Encoder of item vectors", "number 7"),
                        new Fact("Newest event that was counted", null, Instant.parse("2026-10-01T12:00:00Z"), null),
                        new Fact("Knowledge", "snapshot " + snapshot, null, "/knowledge/" + snapshot));
        assertThat(RecordFacts.of(decidedWith(null))).contains(new Fact("Knowledge", "none was active"));
    }

    private static Recommendation decidedWith(UUID snapshot) {
        Instant at = Instant.parse("2026-10-01T12:00:00Z");
        return new Recommendation(
                UUID.randomUUID(),
                at,
                UUID.randomUUID(),
                "films",
                Recommendation.Mode.NON_PROFILED,
                new Recommendation.Asked(5, Map.of(), false, null),
                new Recommendation.Versions(
                        UUID.randomUUID(), "model", Recommendation.Adapted.NONE, "fitted-1", 7, snapshot, at),
                null,
                List.of(),
                Map.of(),
                new Recommendation.Timings(0, 0, 0, 0),
                null);
    }
}
