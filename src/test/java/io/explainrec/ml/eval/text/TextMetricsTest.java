package io.explainrec.ml.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against sacrebleu and rouge-score, recorded by {@code src/test/python/record_texts.py}, and on paper. */
class TextMetricsTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void tokensAreSacrebleus() {
        for (JsonNode pair : Golden.read("texts").get("tokens")) {
            assertThat(String.join(" ", BleuTokens.of(pair.get(0).asText())))
                    .as(pair.get(0).toString())
                    .isEqualTo(pair.get(1).asText());
        }
    }

    @Test
    void figuresAreTheReferences() {
        for (JsonNode set : Golden.read("texts").get("sets")) {
            List<String> texts = new ArrayList<>();
            long[] sums = new long[BleuCounts.SIZE];
            double rouge = 0;
            for (JsonNode pair : set.get("pairs")) {
                String text = pair.get(0).asText();
                String reference = pair.get(1).asText();
                texts.add(text);
                long[] counts = BleuCounts.of(text, reference).values();
                IntStream.range(0, sums.length).forEach(i -> sums[i] += counts[i]);
                rouge += RougeL.f1(text, reference);
            }
            String name = set.get("pairs").toString();
            assertThat(BleuCounts.score(sums, 1))
                    .as(name)
                    .isCloseTo(set.get("bleu1").asDouble(), CLOSE);
            assertThat(BleuCounts.score(sums, 4))
                    .as(name)
                    .isCloseTo(set.get("bleu4").asDouble(), CLOSE);
            assertThat(100 * rouge / texts.size())
                    .as(name)
                    .isCloseTo(set.get("rougeL").asDouble(), CLOSE);
            assertThat(Diversity.distinct(texts, 1))
                    .as(name)
                    .isCloseTo(set.get("distinct1").asDouble(), CLOSE);
            assertThat(Diversity.distinct(texts, 2))
                    .as(name)
                    .isCloseTo(set.get("distinct2").asDouble(), CLOSE);
        }
    }

    @Test
    void uniqueSentencesIgnoreSpaceOnly() {
        assertThat(Diversity.uniqueSentences(List.of("a b", "a  b ", "A b", "")))
                .isEqualTo(0.75);
        assertThat(Diversity.uniqueSentences(List.of())).isZero();
    }

    @Test
    void featuresAreWholeWords() {
        assertThat(Diversity.featuresMatched(List.of("A fine start.", "Fine Art!"), List.of("art", "art")))
                .isEqualTo(0.5);
        assertThat(Diversity.featuresCovered(List.of("slow plot", "good cast"), Set.of("cast", "plot", "end", "music")))
                .isEqualTo(0.5);
        assertThatThrownBy(() -> Diversity.featuresMatched(List.of("a"), List.of()))
                .hasMessageContaining("1 texts have 0 features");
    }

    @Test
    void noRowKeepsItsText() {
        for (int rows = 2; rows < 50; rows++) {
            int[] other = Derangement.of(rows, rows);
            assertThat(other).doesNotHaveDuplicates().hasSize(rows);
            for (int i = 0; i < rows; i++) {
                assertThat(other[i]).isBetween(0, rows - 1).isNotEqualTo(i);
            }
        }
        assertThat(Derangement.of(30, 1)).isEqualTo(Derangement.of(30, 1)).isNotEqualTo(Derangement.of(30, 2));
        assertThatThrownBy(() -> Derangement.of(1, 0)).hasMessageContaining("at least 2 rows");
    }
}
