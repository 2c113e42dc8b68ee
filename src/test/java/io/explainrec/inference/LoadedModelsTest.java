package io.explainrec.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.Folders;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelsTest {
    @TempDir
    private Path folder;

    private Path base;
    private LoadedModels models;

    @BeforeEach
    void open() throws IOException {
        Torch.inferenceThread(1);
        base = SmallModel.write(folder.resolve("base"));
        for (int k = 1; k <= 3; k++) {
            TrainedSmall.write(folder.resolve("trained" + k), base, k / 10.0);
        }
        models = new LoadedModels(new ModelFolders(folder, base));
    }

    @AfterEach
    void close() {
        models.close();
        assertThat(models.bases()).isZero();
    }

    private float score(String model) {
        return models.get(model)
                .score(
                        new Profile("film", List.of(new Profile.Event("Heat", true, null))),
                        List.of(new Candidate("Casino", List.of("Crime"))),
                        null,
                        () -> false)
                .logits()[0];
    }

    @Test
    void twoTrainedModelsAnswerFromOneBase() {
        models.load("trained1");
        float first = score("trained1");
        models.load("trained2");
        assertThat(models.bases()).isOne();
        assertThat(score("trained2")).isNotEqualTo(first);
        assertThat(score("trained1")).isEqualTo(first);
        assertThat(models.get("trained1").style().orElseThrow().reasons()).isTrue();
    }

    @Test
    void theOneBeforeStaysAndOlderOnesGo() {
        for (String name : List.of("trained1", "trained2", "trained3")) {
            models.load(name);
        }
        assertThat(models.get("trained1")).isNull();
        assertThat(score("trained2")).isNotEqualTo(score("trained3"));
        models.load("trained2"); // as it is asked for again, it is not the older one
        models.load(LanguageModel.BASE);
        assertThat(models.get("trained3")).isNull();
        assertThat(score("trained2")).isNotEqualTo(score(LanguageModel.BASE));
        assertThat(models.get(LanguageModel.BASE).style()).isEmpty();
        assertThat(models.bases()).isOne();
    }

    @Test
    void aBaseThatTookThePlaceOfAnotherIsReadAnew() throws IOException {
        models.load("trained1");
        float first = score("trained1");
        Folders.delete(base);
        Path config = SmallModel.write(base).resolve("config.json");
        Files.writeString(config, "\n", StandardOpenOption.APPEND); // the same, with another hash
        TrainedSmall.write(folder.resolve("trained4"), base, 0.4);
        models.load("trained4");
        assertThat(models.bases()).isEqualTo(2);
        assertThat(score("trained4")).isNotEqualTo(first);
        assertThat(score("trained1")).isEqualTo(first);
    }

    @Test
    void oneThatCannotBeLoadedLeavesTheOthersAsTheyAre() throws IOException {
        models.load("trained1");
        float first = score("trained1");
        Files.writeString(folder.resolve("trained2").resolve(AdapterFiles.WEIGHTS), "no weights");
        assertThatThrownBy(() -> models.load("trained2")).isInstanceOf(ModelFileException.class);
        assertThat(models.get("trained2")).isNull();
        assertThat(score("trained1")).isEqualTo(first);
    }
}
