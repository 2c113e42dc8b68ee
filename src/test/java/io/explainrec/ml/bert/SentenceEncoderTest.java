package io.explainrec.ml.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SentenceEncoderTest {
    private static SentenceEncoder encoder;

    @BeforeAll
    static void load() {
        Torch.inferenceThread(2);
        encoder = SentenceEncoder.open(Golden.asset("minilm"));
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void embeddingsEqualTheReference() {
        JsonNode golden = Golden.read("minilm");
        List<String> texts = new ArrayList<>();
        golden.forEach(row -> texts.add(row.path("text").asText()));

        float[][] vectors = encoder.encode(texts);

        for (int i = 0; i < vectors.length; i++) {
            assertThat(vectors[i]).containsExactly(Golden.floats(golden.get(i).path("embedding")), within(1e-5f));
        }
    }

    @Test
    void neighboursInABatchDoNotMatter() {
        String text = "a quiet film about the sea";
        float[] alone = encoder.encode(List.of(text))[0];
        float[] among = encoder.encode(List.of("x", text, "word ".repeat(300)))[1];

        assertThat(among).containsExactly(alone, within(1e-5f));
    }

    @Test
    void anEmptyTextHasAVectorToo() {
        assertThat(encoder.encode(List.of(""))[0]).hasSize(encoder.dimension()).doesNotContain(Float.NaN);
        assertThat(encoder.encode(List.of())).isEmpty();
    }
}
