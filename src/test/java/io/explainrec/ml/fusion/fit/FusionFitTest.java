package io.explainrec.ml.fusion.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.fusion.fit.FusionFit.Item;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionFitTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void train() {
        Torch.trainingThread(1);
    }

    @AfterEach
    void infer() {
        Torch.inferenceThread(1);
    }

    @Test
    void findsWhatPeopleLikeTogetherBetterThanItsParts() throws IOException {
        FusionFolder fit = PlantedCatalogue.fit(folder, 1);
        Map<String, Double> reached = fit.card().reached();
        for (String kind : List.of("known", "new")) {
            assertThat(reached.get(kind + ".fused.mrr"))
                    .isGreaterThan(reached.get(kind + ".text.mrr"))
                    .isGreaterThan(reached.get(kind + ".image.mrr"));
        }
        assertThat(reached.get("known.fused-without-image.mrr"))
                .as("an item that lacks a modality is placed too")
                .isGreaterThan(.9 * reached.get("known.text.mrr"));
        assertThat(fit.card().items()).isEqualTo(Map.of("none", 1, "text", 1, "text+image", 58));
        assertThat(fit.card().modalities().getFirst().means().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-5));
        assertThat(fit.card().modalities()).hasSize(4); // all items, and three kinds
        assertThat(Files.readString(folder.resolve("metrics.jsonl")))
                .contains("\"kind\":\"step\"")
                .contains("\"kind\":\"evaluation\"");
    }

    @Test
    void aSeedGivesTheSameAndTheFolderIsReadAsItWasWritten() {
        FusionCard first = PlantedCatalogue.fit(folder.resolve("a"), 1).card();
        assertThat(PlantedCatalogue.fit(folder.resolve("b"), 1).card()).isEqualTo(first);
        assertThat(PlantedCatalogue.fit(folder.resolve("c"), 2).card().weights())
                .isNotEqualTo(first.weights());
        FusionFolder opened = FusionFolder.open(folder.resolve("a"));
        assertThat(opened.card()).isEqualTo(first);
        assertThat(first.name()).isEqualTo("fusion-1-" + first.weights().substring(0, 12));
        FusedVectors vectors = opened.vectors();
        assertThat(vectors.size()).isEqualTo(59);
        assertThat(vectors.of("film", "i0")).isNull();
        assertThat(vectors.of("book", "i2")).isNull();
        Torch.inferenceThread(1);
        try (AttentionFusion fusion = opened.fusion()) {
            List<FusedItem> fused = FusionTraining.fuse(
                    fusion,
                    PlantedCatalogue.items().stream().map(Item::features).toList());
            assertThat(fused.get(2).vector()).containsExactly(vectors.of("film", "i2"), within(1e-6f));
        }
    }

    @Test
    void refusesFoldersThatAreNotWhole() throws IOException {
        assertThatThrownBy(() -> FusionFolder.open(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds no fusion.json")
                .hasMessageContaining("fusion fit");
        PlantedCatalogue.fit(folder, 1);
        Files.write(folder.resolve("vectors.safetensors"), new byte[1], StandardOpenOption.APPEND);
        assertThatThrownBy(() -> FusionFolder.open(folder))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("vectors.safetensors")
                .hasMessageContaining("tells of");
        Path card = folder.resolve("fusion.json");
        Files.writeString(card, Files.readString(card).replace("\"version\" : 1", "\"version\" : 9"));
        assertThatThrownBy(() -> FusionFolder.open(folder)).hasMessageContaining("version 9");
        Files.writeString(card, "{\"nonsense\": 1}");
        assertThatThrownBy(() -> FusionFolder.open(folder)).hasMessageContaining("fusion.json cannot be read");
    }

    @Test
    void refusesToLearnFromNothing() {
        List<Item> bare = PlantedCatalogue.items().stream()
                .map(item -> new Item(item.domain(), item.id(), List.of(), Map.of()))
                .toList();
        FusionFit fit = new FusionFit(
                PlantedCatalogue.ENCODERS, bare, FusionOptions.DEFAULT, new ModelCard.Made("t", "21", "e", "s", 1));
        var learned = new FusionFit.Learned("planted", "all", "", PlantedCatalogue.rows());
        assertThatThrownBy(() -> fit.run(learned, folder, step -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("0 people who liked two items with vectors");
        assertThat(folder.resolve("fusion.json")).doesNotExist();
        assertThatThrownBy(() -> new FusionOptions(8, 0, 32, 1e-3, .2, 60, 10, 3, 1, 0))
                .hasMessageContaining("temperature 0.0");
        assertThatThrownBy(() -> new FusionOptions(8, 1, 1, 1e-3, .2, 60, 10, 3, 1, 0))
                .hasMessageContaining("batch 1");
    }
}
