package io.explainrec.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import io.explainrec.registry.trained.KeptModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the base of a trained model is looked for. */
class TrainedModelsTest extends InstalledCommands {
    @Test
    void aBaseThatMovedIsFoundWhereItWasAdded() throws IOException {
        Path source = SmallModel.write(folder.resolve("small"));
        ModelCard.Base base = new ModelCard.Base(source.toString(), ModelHash.ofModel(source));
        assertThat(TrainedModels.base(base)).isEqualTo(source);
        run(new ModelCommand(), "add", source.toString());
        Files.move(source, folder.resolve("elsewhere"));
        assertThat(TrainedModels.base(base)).isEqualTo(folder.resolve("var/models/small"));
        assertThatThrownBy(() -> TrainedModels.base(new ModelCard.Base(source.toString(), "00")))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("'./explainrec model add " + source + "' adds it");
    }
}
