package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.portal.Waiting.Matter;
import io.explainrec.recommend.layer.StoredLayer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static StoredLayer layer(String version, boolean active, boolean precedesAnErasure) {
        return new StoredLayer(version, Instant.EPOCH, active, null, 1200, precedesAnErasure, null);
    }

    @Test
    void whatServesAndMayCountSomebodyErasedNamesWhatEndsIt() {
        StoredLayer serving = layer("old", true, true);
        assertThat(Waiting.layer(List.of(serving)).orElseThrow())
                .extracting(Matter::what, Matter::command)
                .satisfies(said ->
                        assertThat(said.getFirst().toString()).contains("old, was fitted before somebody was erased"))
                .endsWith("./explainrec model fit");
        List<StoredLayer> withNewer = List.of(layer("new", false, false), layer("between", false, true), serving);
        assertThat(Waiting.layer(withNewer).orElseThrow().command()).isEqualTo("./explainrec model activate new");
        assertThat(Waiting.candidate(withNewer)).as("it is said once").isEmpty();
    }

    @Test
    void aNewerLayerWaitsForSomebody() {
        assertThat(Waiting.candidate(List.of(layer("new", false, false), layer("old", true, false))))
                .contains(new Matter(
                        "A decision layer, new, was fitted on 1,200 interactions, and serves when somebody activates it; './explainrec model show new' says what it reaches.",
                        "./explainrec model activate new"));
        assertThat(Waiting.candidate(List.of(layer("new", true, false), layer("old", false, true))))
                .isEmpty();
        assertThat(Waiting.candidate(List.of())).isEmpty();
        assertThat(Waiting.layer(List.of(layer("old", false, true)))).isEmpty();
    }
}
