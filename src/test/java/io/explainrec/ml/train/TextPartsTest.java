package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.instruct.TextRows.Row;
import io.explainrec.ml.text.TextInstruction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextPartsTest {
    private static List<Row> rows(int questions, int answers) {
        return IntStream.range(0, questions * answers)
                .mapToObj(k -> new Row(k + 1, new TextInstruction("Ask", "of " + k % questions, "it is " + k)))
                .toList();
    }

    private static List<String> questions(List<Row> rows) {
        return rows.stream().map(row -> row.text().input()).distinct().toList();
    }

    @Test
    void aTwentiethOfTheQuestionsValidatesWithAllTheirAnswers() {
        List<Row> rows = rows(100, 2);
        TextParts parts = TextParts.of(rows, 0, 100, 3);
        assertThat(questions(parts.held())).hasSize(5).doesNotContainAnyElementsOf(questions(parts.learned()));
        assertThat(parts.held()).hasSize(10);
        assertThat(parts.learned()).hasSize(190);
        assertThat(TextParts.of(rows, 0, 100, 3)).isEqualTo(parts);
        assertThat(TextParts.of(rows, 0, 100, 4)).isNotEqualTo(parts);
        assertThat(TextParts.of(rows, 0, 0, 3)).isEqualTo(parts);
        assertThat(questions(TextParts.of(rows, 0, 2, 3).held())).hasSize(2);
        assertThat(TextParts.of(rows, 30, 100, 3).learned()).hasSize(30).isSubsetOf(parts.learned());
    }

    @Test
    void fewRowsHaveOneThatValidates() {
        assertThat(TextParts.of(rows(2, 1), 0, 0, 0).held()).hasSize(1);
        assertThatThrownBy(() -> TextParts.of(rows(1, 5), 0, 0, 0))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("ask 1 question; expected two or more");
    }
}
