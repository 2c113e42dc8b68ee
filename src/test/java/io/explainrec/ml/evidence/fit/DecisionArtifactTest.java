package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.evidence.ChangedTables;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.Recency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionArtifactTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("explainrec.home", "."), "src/test/resources/golden/decision-artifact-1");
    private static DecisionArtifact artifact;

    @TempDir
    Path folder;

    @BeforeAll
    static void fit() {
        artifact = new LayerFitting("test")
                .fit(new MadeShop(40, 5).dataSet(), 3, Instant.parse("2026-01-01T00:00:00.123Z"));
        if (Boolean.getBoolean("explainrec.write")) {
            artifact.write(GOLDEN);
        }
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        artifact.write(folder);
        same(DecisionArtifact.read(folder), artifact);
        artifact.write(folder);
        same(DecisionArtifact.read(folder), artifact);
    }

    @Test
    void formatOneIsStillRead() {
        DecisionArtifact golden = DecisionArtifact.read(GOLDEN);
        assertThat(golden.layer().version()).isEqualTo("fitted-9e1535d70f50");
        assertThat(golden.provenance().program().version()).isEqualTo("test");
        assertThat(golden.tables().items()).hasSize(MadeShop.items());
    }

    @Test
    void whatWasDamagedIsRefusedUnlessItMeansTheSame() throws IOException {
        artifact.write(folder);
        Random random = new Random(9);
        for (String name : new String[] {DecisionArtifact.DECISION, DecisionArtifact.LEARNED}) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int k = 0; k < 150; k++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                refusedOrSame();
            }
            for (int k = 0; k < 20; k++) {
                Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length - 2)));
                assertThatThrownBy(() -> DecisionArtifact.read(folder))
                        .isInstanceOf(ArtifactException.class)
                        .hasMessageContaining(name);
            }
            Files.write(file, whole);
        }
    }

    private void refusedOrSame() {
        DecisionArtifact read;
        try {
            read = DecisionArtifact.read(folder);
        } catch (ArtifactException e) {
            assertThat(e).hasMessageContaining(folder.toString());
            return;
        }
        same(read, artifact);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThatThrownBy(() -> DecisionArtifact.read(folder)).hasMessageContaining("decision.json is missing");
        artifact.write(folder);
        Path file = folder.resolve(DecisionArtifact.DECISION);
        String text = Files.readString(file);
        refused(file, text.replace("\"format\" : 1", "\"format\" : 2"), "has the format 2; expected 1");
        refused(file, text.replace("\"version\" : \"fitted-", "\"version\" : \"fitted-0"), "its version is");
        refused(file, text.replaceFirst("\"like\" : \\{", "\"like\" : {\"more\": 1,"), "more");
        refused(file, text.replaceFirst("\"alike\"", "\"alike-ish\""), "alike-ish");
        refused(file, text.replaceFirst("\"seed\" : 3,", ""), "seed");
        refused(file, text.replaceFirst("\"seed\" : 3", "\"seed\" : 4"), "its digest is");
        refused(file, "", "decision.json has no format; expected 1");
        refused(file, "null", "format");
    }

    @Test
    void tablesThatLackOneAreRefusedUnlessTheyAreOlderThanIt() throws IOException {
        artifact.write(folder);
        ObjectMapper json = new ObjectMapper();
        Path file = folder.resolve(DecisionArtifact.LEARNED);
        JsonNode whole;
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            whole = json.readTree(in);
        }
        assertThat(whole.has("carried")).as("of one domain, as in older files").isFalse();
        for (String name : (Iterable<String>) whole::fieldNames) {
            ObjectNode without = whole.deepCopy();
            without.remove(name);
            try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(json.writeValueAsBytes(without));
            }
            assertThatThrownBy(() -> DecisionArtifact.read(folder))
                    .as(name)
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    @Test
    void tablesThatDoNotFitTogetherAreRefused() {
        var tables = artifact.tables();
        int[][] similar = tables.similar().clone();
        similar[0] = new int[] {tables.items().size()};
        float[][] similarity = tables.similarity().clone();
        similarity[0] = new float[] {1};
        assertThatThrownBy(() -> with(similar, similarity, tables.level()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("'similar': have the number 60; expected 0 to 59");
        assertThatThrownBy(() -> with(tables.similar(), similarity, tables.level()))
                .hasMessageContaining("'similarity'");
        float[] level = tables.level().clone();
        level[3] = Float.NaN;
        assertThatThrownBy(() -> with(tables.similar(), tables.similarity(), level))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> with(tables.similar(), tables.similarity(), new float[2]))
                .hasMessageContaining("have 2 entries; expected 60");
        for (Recency wrong : List.of(new Recency(0, 1), new Recency(1e-320, 1), new Recency(Double.NaN, 1))) {
            assertThatThrownBy(() -> with(wrong))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageContaining("'recency.halfLifeSeconds': has " + wrong.halfLifeSeconds());
        }
        for (Recency wrong : List.of(new Recency(86_400, -1), new Recency(86_400, Double.POSITIVE_INFINITY))) {
            assertThatThrownBy(() -> with(wrong)).hasMessageContaining("'recency.smoothing': has " + wrong.smoothing());
        }
    }

    @Test
    void popularityOfOlderTablesDecaysAsStated() throws ReflectiveOperationException {
        Map<String, Object> older = new HashMap<>();
        older.put("recency", null);
        assertThat(new Learned(ChangedTables.of(artifact.tables(), older), name -> null).recency())
                .isEqualTo(Recency.STATED);
        assertThat(new Learned(artifact.tables(), name -> null).recency())
                .isEqualTo(artifact.tables().recency());
    }

    private static void with(int[][] similar, float[][] similarity, float[] level) throws ReflectiveOperationException {
        changed(Map.of("similar", similar, "similarity", similarity, "level", level));
    }

    private static void with(Recency recency) throws ReflectiveOperationException {
        changed(Map.of("recency", recency));
    }

    private static void changed(Map<String, Object> changes) throws ReflectiveOperationException {
        DecisionArtifact.of(
                artifact.layer().like(),
                artifact.layer().rank(),
                ChangedTables.of(artifact.tables(), changes),
                artifact.provenance());
    }

    private void refused(Path file, String text, String message) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> DecisionArtifact.read(folder))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message);
    }

    private static void same(DecisionArtifact one, DecisionArtifact other) {
        assertThat(one.layer()).isEqualTo(other.layer());
        assertThat(one.provenance()).isEqualTo(other.provenance());
        assertThat(one.tables()).usingRecursiveComparison().isEqualTo(other.tables());
    }
}
