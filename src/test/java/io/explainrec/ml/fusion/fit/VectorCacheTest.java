package io.explainrec.ml.fusion.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();

    private float[][] vectors(String... contents) {
        List<String> keys = Arrays.stream(contents)
                .map(content -> content == null ? null : VectorCache.key(content))
                .toList();
        VectorCache.Encoder encoder = places -> IntStream.of(places)
                .peek(place -> asked.add(contents[place]))
                .mapToObj(place -> contents[place].isEmpty() ? null : new float[] {contents[place].length(), 1})
                .toArray(float[][]::new);
        return new VectorCache(folder, "encoder-1", 2).vectors(keys, encoder, done -> {});
    }

    @Test
    void computesEachContentOnce() {
        assertThat(vectors("a", null, "bbb", "")).isDeepEqualTo(new float[][] {{1, 1}, null, {3, 1}, null});
        asked.clear();
        assertThat(vectors("bbb", "cc", "a")).isDeepEqualTo(new float[][] {{3, 1}, {2, 1}, {1, 1}});
        assertThat(asked).containsExactly("cc");
    }

    @Test
    void moreThanAFileHoldsAreRefusedBeforeOneIsComputed() {
        List<String> keys =
                IntStream.rangeClosed(0, 900_000).mapToObj(Integer::toString).toList();
        VectorCache cache = new VectorCache(folder, "encoder-1", 2);
        assertThatThrownBy(() -> cache.vectors(
                        keys,
                        places -> {
                            throw new AssertionError("computed");
                        },
                        done -> {}))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("would hold 900001 vectors; expected up to 900000");
    }

    @Test
    void manyAreKeptInParts() {
        String[] contents =
                IntStream.range(0, 1500).mapToObj(k -> "x".repeat(1 + k)).toArray(String[]::new);
        assertThat(vectors(contents)).hasDimensions(1500, 2);
        asked.clear();
        assertThat(vectors(contents)[1499]).containsExactly(1500, 1);
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesAFileOfAnotherEncoderOrABrokenOne() throws IOException {
        vectors("a");
        assertThatThrownBy(() -> new VectorCache(folder, "encoder-1", 3))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("expected vectors of length 3");
        Files.write(folder.resolve("encoder-1.safetensors"), new byte[20]);
        assertThatThrownBy(() -> vectors("a"))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("encoder-1.safetensors");
    }
}
