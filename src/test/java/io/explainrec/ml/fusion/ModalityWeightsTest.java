package io.explainrec.ml.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModalityWeightsTest {
    private static final CollapseGuard GUARD = new CollapseGuard(CollapseGuard.DEFAULT_FLOOR);

    @Test
    void meansAreOverTheItemsThatHadAChoice() {
        MeanWeights weights = new MeanWeights();
        weights.add(item(Map.of("text", .9f, "image", .1f)));
        weights.add(item(Map.of("text", .5f, "image", .2f, "audio", .3f)));
        weights.add(item(Map.of("text", 1f)));

        assertThat(weights.items()).isEqualTo(2);
        assertThat(weights.items("text")).isEqualTo(2);
        assertThat(weights.items("audio")).isEqualTo(1);
        assertThat(weights.means().get("text")).isCloseTo(.7, within(1e-6));
        assertThat(weights.means().get("audio")).isCloseTo(.3, within(1e-6));
        assertThat(weights.items("video")).isZero();
        assertThat(weights.means().keySet()).containsExactly("audio", "image", "text");
    }

    @Test
    void aModalityBelowTheFloorIsFoundWithTheEvidence() {
        MeanWeights weights = new MeanWeights();
        for (int i = 0; i < 10; i++) {
            weights.add(item(Map.of("text", .96f, "image", .04f)));
        }
        assertThat(GUARD.findings(weights)).hasSize(1);
        CollapseGuard.Finding finding = GUARD.findings(weights).getFirst();
        assertThat(finding.modality()).isEqualTo("image");
        assertThat(finding.mean()).isCloseTo(.04, within(1e-6));
        assertThat(finding.items()).isEqualTo(10);
        assertThat(finding.message())
                .isEqualTo(
                        "The modality 'image' has a mean weight of 0.040 over 10 items that have others too; expected at"
                                + " least 0.05.");
    }

    @Test
    void nothingIsFoundAtTheFloorOrWithoutAChoice() {
        MeanWeights atFloor = new MeanWeights();
        atFloor.add(item(Map.of("text", .75f, "image", .25f)));
        assertThat(new CollapseGuard(.25).findings(atFloor)).isEmpty();

        MeanWeights alone = new MeanWeights();
        alone.add(item(Map.of("text", 1f)));
        assertThat(GUARD.findings(alone)).isEmpty();
        assertThat(GUARD.findings(new MeanWeights())).isEmpty();
        for (double floor : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> new CollapseGuard(floor)).hasMessageContaining("the floor is " + floor);
        }
    }

    @Test
    void weightsAreCountedOncePerCategory() {
        CategoryWeights categories = new CategoryWeights();
        categories.add(List.of("drama", "war", "drama"), item(Map.of("text", .6f, "image", .4f)));
        categories.add(List.of("war"), item(Map.of("text", .2f, "image", .8f)));
        categories.add(List.of(), item(Map.of("text", .5f, "image", .5f)));

        assertThat(categories.byCategory().keySet()).containsExactly("drama", "war");
        assertThat(categories.byCategory().get("drama").items()).isEqualTo(1);
        assertThat(categories.byCategory().get("war").means().get("text")).isCloseTo(.4, within(1e-6));
    }

    private static FusedItem item(Map<String, Float> weights) {
        return new FusedItem(new float[0], weights);
    }
}
