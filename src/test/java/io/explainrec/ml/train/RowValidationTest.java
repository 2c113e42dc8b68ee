package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowValidationTest {
    private static Llama llama;

    @BeforeAll
    static void open() {
        Torch.trainingThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(1);
    }

    private static RowValidation over(Linears linears) {
        return new RowValidation(new PrefixScorer(llama, linears, 3, 4), null, List.of(row("u1", 7), row("u2", 8)));
    }

    private static RowValidation.Row row(String user, int token) {
        return new RowValidation.Row(
                "valid.jsonl line " + token,
                user,
                true,
                new AttributedSequence(
                        new int[] {1, token},
                        new int[] {1},
                        List.of(
                                new AttributedCandidate(new int[] {5, 6}, true, null),
                                new AttributedCandidate(new int[] {6, token}, false, null))));
    }

    @Test
    void scoresVerdicts() {
        try (RowValidation validation = over(llama.linears())) {
            assertThat(validation.score(() -> false).decisive()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void givesUpWhereItIsAskedTo() {
        try (RowValidation validation = over(llama.linears())) {
            assertThatThrownBy(() -> validation.score(() -> true)).isInstanceOf(CancelledCall.class);
        }
    }

    @Test
    void aScoreThatIsNoNumberIsRefusedByItsRow() {
        int[] asked = {0};
        // The first row's passes go through; from the second row's on, nothing is a number.
        int ofOneRow = 2 * 7 * llama.config().layers();
        try (RowValidation validation = over((layer, projection, x) -> {
            var projected = llama.linears().apply(layer, projection, x);
            return asked[0]++ < ofOneRow ? projected : projected.mul(Float.NaN);
        })) {
            assertThatThrownBy(() -> validation.score(() -> false))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("valid.jsonl line 8 is scored NaN")
                    .hasMessageContaining("the last checkpoint is kept: lower learningRate");
        }
    }
}
