package io.explainrec.cli.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationModelsTest {
    @Test
    void aModelWhoseAnswerIsNoNumberIsRefused(@TempDir Path folder) throws IOException {
        Path base = SmallModel.write(folder.resolve("base"));
        Path damaged = TrainedSmall.write(folder.resolve("damaged"), base, Double.NaN);
        try (EvaluationModels models = new EvaluationModels(damaged, of -> base)) {
            assertThatThrownBy(() -> models.score(
                            new Profile("film", List.of()), List.of(new Candidate("Casino", List.of())), () -> null))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("gave NaN for an item");
        }
    }
}
