package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.llama.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingJsonTest {
    @TempDir
    private Path folder;

    private TrainingOptions read(String json) throws IOException {
        Path file = folder.resolve("options.json");
        Files.writeString(file, json);
        return TrainingJson.read(file);
    }

    @Test
    void whatIsNotGivenIsAsByDefault() throws IOException {
        assertThat(read("{}")).isEqualTo(TrainingOptions.DEFAULT);
        TrainingOptions options = read(
                "{\"lora\": {\"rank\": 4, \"targets\": [\"q_proj\", \"down_proj\"]}, \"loss\": {\"contrast\": 0}, \"schedule\": \"LINEAR\"}");
        assertThat(options.lora().rank()).isEqualTo(4);
        assertThat(options.lora().alpha()).isEqualTo(16);
        assertThat(options.lora().targets()).containsExactlyInAnyOrder(Projection.QUERY, Projection.DOWN);
        assertThat(options.loss().contrast()).isZero();
        assertThat(options.schedule()).isEqualTo(Schedule.Shape.LINEAR);
    }

    @Test
    void refusesWithTheReason() {
        refused("{\"learnRate\": 1, \"lora\": {\"r\": 8}}", "[learnRate, lora.r]");
        refused("{\"learningRate\": -1}", "learningRate is -1.0");
        refused("{\"epochs\": 0}", "epochs is 0");
        refused("{\"tasks\": {\"temperature\": 0}}", "temperature of 0.0");
        refused("{\"tasks\": {\"weighting\": \"SOME\"}}", "tasks.weighting");
        refused("{\"tasks\": {\"ratings\": true}}", "[tasks.ratings]");
        refused("{\"epochs\": \"3\"}", "epochs");
        refused("{\"lora\": {\"targets\": [\"wte\"]}}", "wte");
        refused("{\"lora\": {\"targets\": []}}", "no linear layer");
        refused("{\"loss\": {\"reason\": -1}}", "expected finite numbers of at least 0");
        refused("{\"epochs\": 1, \"epochs\": 2}", "Duplicate");
        refused("[]", "holds no JSON object");
        refused("{", "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reasonsPerRow",
                "prefixTokens",
                "suffixTokens",
                "rows",
                "epochs",
                "batch",
                "microTokens",
                "warmupSteps",
                "evaluateEvery",
                "patience",
                "checkpointEvery",
                "validationUsers"
            })
    void aCountBelowItsLeastIsNamed(String option) {
        refused("{\"" + option + "\": -1}", option + " is -1; expected at least ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "patience", "lora.rank", "seed"})
    void aShareOfAWholeNumberIsNamed(String option) {
        refused(json(option, "0.5"), "'" + option + "': ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"epochs", "reasons", "schedule", "precision", "loss", "loss.answer", "tasks", "lora.targets"})
    void anOptionWithoutAValueIsNamed(String option) {
        refused(json(option, "null"), "has null for [" + option + "]; give values, or leave these options out");
    }

    @Test
    void nullIsNoLayer() {
        refused("{\"lora\": {\"targets\": [\"q_proj\", null]}}", "has null for [lora.targets]");
    }

    private static String json(String option, String value) {
        int dot = option.indexOf('.');
        return dot < 0
                ? "{\"" + option + "\": " + value + "}"
                : "{\"" + option.substring(0, dot) + "\": " + json(option.substring(dot + 1), value) + "}";
    }

    private void refused(String json, String named) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("options.json")
                .hasMessageContaining(named);
    }
}
