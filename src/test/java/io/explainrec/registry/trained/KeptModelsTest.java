package io.explainrec.registry.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.adapt.AdaptedSmall;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.Trained;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.assets.Assets;
import io.explainrec.registry.added.AddedModels;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptModelsTest {
    @TempDir
    private Path folder;

    private KeptModels kept;
    private Path base;
    private Path trained;

    @BeforeEach
    void train() throws IOException {
        kept = new KeptModels(folder.resolve("var/trained"));
        base = SmallModel.write(folder.resolve("base"));
        trained = TrainedSmall.write(folder.resolve("run"), base, 0.1);
    }

    @Test
    void keepsACopyByItsHashOnce() throws IOException {
        assertThat(kept.names()).isEmpty();
        KeptModel described = kept.describe(trained);
        assertThat(kept.names()).isEmpty();
        KeptModel model = kept.keep(trained);
        assertThat(model.name()).matches("trained-[0-9a-f]{12}").isEqualTo(described.name());
        assertThat(KeptModels.isName(model.name())).isTrue();
        assertThat(model.sha256()).startsWith(model.name().substring(8)).hasSize(64);
        assertThat(kept.keep(trained)).isEqualTo(model);
        assertThat(kept.keep(model.folder())).isEqualTo(model);
        TrainedSmall.write(trained, base, 0.2); // the run goes on
        assertThat(kept.get(model.name())).isEqualTo(model);
        assertThat(kept.keep(trained).name()).isNotEqualTo(model.name());
        assertThat(kept.names()).hasSize(2);
        try (Stream<Path> files = Files.list(folder.resolve("var/trained"))) {
            assertThat(files).as("no draft is left").hasSize(2);
        }
    }

    @Test
    void whatIsNotWhatWasKeptIsRefused() throws IOException {
        KeptModel model = kept.keep(trained);
        assertThatThrownBy(() -> kept.get("trained-000000000000"))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("there is no trained model trained-000000000000")
                .hasMessageContaining("model list");
        assertThatThrownBy(() -> kept.get("../../base")).isInstanceOf(KeptModelException.class);
        Path weights = model.folder().resolve(AdapterFiles.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> kept.get(model.name()))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("is not what was kept");
        Files.delete(weights);
        assertThatThrownBy(() -> kept.get(model.name()))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("is not what was kept");
    }

    @Test
    void keepsTheProjectionOfItemsVectorsWithTheModel() throws IOException {
        var fusion = new ModelCard.Fusion("fusion-1-made", Map.of(), "aa", "bb", 3);
        KeptModel model = kept.keep(TrainedSmall.write(folder.resolve("fused"), base, 0.1, fusion));
        Path projection = model.folder().resolve(Trained.HEADS);
        byte[] bytes = Files.readAllBytes(projection);
        bytes[bytes.length - 1] ^= 1;
        Files.write(projection, bytes);
        assertThatThrownBy(() -> kept.get(model.name()))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("is not what was kept");
        Files.writeString(model.folder().resolve(ModelCard.FILE), "no card");
        assertThatThrownBy(() -> kept.get(model.name()))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("is not what was kept");
    }

    @Test
    void removesOne() {
        KeptModel model = kept.keep(trained);
        kept.remove(model.name());
        assertThat(kept.names()).isEmpty();
        assertThat(model.folder()).doesNotExist();
        assertThatThrownBy(() -> kept.remove(model.name())).isInstanceOf(KeptModelException.class);
    }

    @Test
    void whatIsLeftOfOneKeepsNobodyFromTheOthersAndCanBeRemoved() throws IOException {
        KeptModel model = kept.keep(trained);
        KeptModel half = kept.keep(TrainedSmall.write(folder.resolve("other"), base, 0.2));
        Files.delete(half.folder().resolve(ModelCard.FILE));
        assertThat(kept.list()).containsExactly(model);
        assertThat(kept.names()).containsExactlyInAnyOrder(model.name(), half.name());
        kept.remove(half.name());
        KeptModel unadapted = kept.keep(AdaptedSmall.write(TrainedSmall.write(folder.resolve("adapted"), base, 0.3)));
        Files.delete(unadapted.folder().resolve("adaptation.safetensors"));
        assertThat(kept.list()).containsExactly(model);
        kept.remove(unadapted.name());
        assertThat(kept.names()).containsExactly(model.name());
        try (Stream<Path> files = Files.list(folder.resolve("var/trained"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aBaseIsAnAssetOrAnAddedModel() throws IOException {
        AddedModels added = new AddedModels(folder.resolve("var/models"), Clock.systemUTC());
        Bases bases = new Bases(
                new Assets(folder, (asset, to) -> {
                    throw new IllegalStateException("nothing is fetched");
                }),
                added);
        ModelCard.Base of = ModelCard.read(trained).base();
        assertThatThrownBy(() -> bases.path(of))
                .isInstanceOf(KeptModelException.class)
                .hasMessageContaining("./explainrec model add " + base);
        added.add(base, "small", "a test");
        Files.createDirectory(folder.resolve("var/models/half"));
        assertThat(bases.path(of)).isEqualTo(folder.resolve("var/models/small"));
        assertThat(bases.is(of, "half")).isFalse();
        assertThat(bases.is(of, "small")).isTrue();
        assertThatThrownBy(() -> bases.path(new ModelCard.Base("smollm2", "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing is fetched");
        added.remove("small");
        assertThat(added.list()).isEmpty();
    }
}
