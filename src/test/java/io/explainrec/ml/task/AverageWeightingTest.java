package io.explainrec.ml.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class AverageWeightingTest {
    @Test
    void weightsEqualTheReferenceAndACheckpointGoesOn() {
        AverageWeighting weighting = new AverageWeighting(2, 2, 2);
        for (JsonNode step : Golden.read("tasks").path("average")) {
            double[] weights = weighting.weights();
            for (int t = 0; t < weights.length; t++) {
                assertThat(weights[t]).isCloseTo(step.path("weights").get(t).asDouble(), within(1e-12));
            }
            weighting.learned(new double[] {
                step.path("losses").get(0).asDouble(),
                step.path("losses").get(1).asDouble()
            });
            AverageWeighting other = new AverageWeighting(2, 2, 2);
            other.resume(weighting.state());
            weighting = other;
        }
    }

    @Test
    void aTaskWithoutLabelsNeitherRisesNorFalls() {
        AverageWeighting weighting = new AverageWeighting(2, 1, 2);
        weighting.learned(new double[] {2, 1});
        weighting.learned(new double[] {1, Double.NaN});
        // w = (1/2, 1), so that e^(1/4) and e^(1/2) share 2.
        double sum = Math.exp(0.25) + Math.exp(0.5);
        assertThat(weighting.weights()[0]).isCloseTo(2 * Math.exp(0.25) / sum, within(1e-12));
    }

    @Test
    void refusesAnotherState() {
        AverageWeighting weighting = new AverageWeighting(3, 1, 2);
        List<Double> ofTwo = new AverageWeighting(2, 1, 2).state();
        assertThatThrownBy(() -> weighting.resume(ofTwo)).hasMessageContaining("expected 13");
        assertThatThrownBy(() -> new EqualWeighting(2).resume(ofTwo)).hasMessageContaining("begun with another");
        assertThatThrownBy(() -> new AverageWeighting(2, 1, 0)).hasMessageContaining("temperature of 0");
    }
}
