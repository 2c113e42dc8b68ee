package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.fusion.fit.SmallFusion;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.postgres.TestInstallation;
import io.explainrec.platform.problem.Conflict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledEncodersTest {
    private final InstalledEncoders installed = new InstalledEncoders(TestInstallation.assets());

    @TempDir
    private Path folder;

    private FusionFolder timed(String name, float factor) {
        return SmallFusion.ofTexts(
                folder.resolve(name),
                1,
                fusion -> fusion.parameters().get("value.weight").muli(factor));
    }

    @Test
    void aFusionThatGivesNoDirectionIsRefused() {
        installed.require(timed("whole", 1));
        assertThatThrownBy(() -> installed.require(timed("damaged", Float.NaN)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("has NaN in 'value.weight'; expected finite numbers");
        assertThatThrownBy(() -> installed.require(timed("empty", 0)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("gives a text a vector without a direction");
    }
}
