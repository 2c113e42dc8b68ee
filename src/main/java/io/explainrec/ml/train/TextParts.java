package io.explainrec.ml.train;

import io.explainrec.ml.Drawn;
import io.explainrec.ml.instruct.TextRows.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows of texts that are learned from, and those that validate: a twentieth of what is asked, drawn by the seed, so that no question is
 * in both.
 */
record TextParts(List<Row> learned, List<Row> held) {
    private static final int ONE_OF = 20;

    /**
     * @param rows most that are learned from; 0 for all
     * @param validated most questions that validate; 0 for a twentieth, however many
     * @throws TrainingException where there are less than two questions
     */
    static TextParts of(List<Row> all, int rows, int validated, long seed) {
        List<String> questions =
                all.stream().map(TextParts::question).distinct().toList();
        if (questions.size() < 2) {
            throw new TrainingException("the texts ask " + questions.size()
                    + " question; expected two or more, of which one validates: give more rows");
        }
        int share = Math.max(1, questions.size() / ONE_OF);
        Set<String> drawn =
                new HashSet<>(Drawn.from(questions, validated == 0 ? share : Math.min(share, validated), seed));
        return new TextParts(
                Drawn.from(part(all, drawn, false).toList(), rows, seed),
                part(all, drawn, true).toList());
    }

    private static Stream<Row> part(List<Row> all, Set<String> drawn, boolean held) {
        return all.stream().filter(row -> drawn.contains(question(row)) == held);
    }

    private static String question(Row row) {
        return row.text().instruction() + "\n" + row.text().input();
    }
}
