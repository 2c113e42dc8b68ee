package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.LearnedTables.ItemName;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributeNumbersTest {
    @Test
    void valuesThatTooFewItemsHaveAreLeftOut() {
        AttributeNumbers numbers = AttributeNumbers.of(
                List.of(
                        item(Map.of("genre", List.of("War", "Drama"))),
                        item(Map.of("genre", List.of("Drama"))),
                        item(Map.of())),
                2);
        assertThat(numbers.names()).containsExactly("genre: Drama");
        assertThat(numbers.of()).isDeepEqualTo(new int[][] {{0}, {0}, {}});
    }

    @Test
    void numbersAreCutIntoRangesOfAboutEquallyMany() {
        AttributeNumbers numbers = AttributeNumbers.of(
                IntStream.range(0, 120)
                        .mapToObj(k -> item(Map.of("year", List.of(Integer.toString(1900 + k)))))
                        .toList(),
                5);
        assertThat(numbers.names())
                .hasSize(12)
                .contains("year: below 1910", "year: from 1910 below 1920", "year: from 2010");
        assertThat(numbers.of()[15]).containsExactly(numbers.names().indexOf("year: from 1910 below 1920"));
    }

    @Test
    void manyWordsAmongNumbersLeaveThemWords() {
        AttributeNumbers numbers = AttributeNumbers.of(
                List.of(
                        item(Map.of("size", List.of("42"))),
                        item(Map.of("size", List.of("42"))),
                        item(Map.of("size", List.of("large")))),
                2);
        assertThat(numbers.names()).containsExactly("size: 42");
    }

    @Test
    void aWordAmongManyNumbersIsAWordAndLeavesThemNumbers() {
        AttributeNumbers numbers = AttributeNumbers.of(
                IntStream.range(0, 120)
                        .mapToObj(k -> item(Map.of("price", List.of(k == 7 ? "n/a" : Integer.toString(k)))))
                        .toList(),
                1);
        assertThat(numbers.names()).hasSize(13).contains("price: n/a");
    }

    @Test
    void whatJavaAloneReadsAsANumberIsAWord() {
        AttributeNumbers numbers = AttributeNumbers.of(
                List.of(
                        item(Map.of("format", List.of("2D"))),
                        item(Map.of("format", List.of("2D"))),
                        item(Map.of("format", List.of("3D"))),
                        item(Map.of("format", List.of("3D")))),
                2);
        assertThat(numbers.names()).containsExactly("format: 2D", "format: 3D");
    }

    private static DataSet.ItemFacts item(Map<String, List<String>> attributes) {
        return new DataSet.ItemFacts(new ItemName("films", "x"), "X", attributes, "");
    }
}
