package io.explainrec.ml.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.Interval;
import io.explainrec.ml.eval.Measurement;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationEvaluationTest {
    private static List<ExplainedRow> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ExplainedRow(
                        "u" + i / 2,
                        "i" + i,
                        "Title " + i,
                        "Likes " + i,
                        "Item " + i + " is slow. It ends.",
                        "The user would buy the book because it has subject " + i + " and shelf " + i % 7 + "."))
                .toList();
    }

    private static List<String> references(List<ExplainedRow> rows) {
        return rows.stream().map(ExplainedRow::explanation).toList();
    }

    private static Interval of(ExplanationEvaluation evaluation, String name) {
        return named(evaluation.measurements(), "explanations.made." + name);
    }

    private static Interval named(List<Measurement> measurements, String name) {
        return measurements.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow()
                .interval();
    }

    @Test
    void aConstantTextHasNoGapAndTheReferenceHasAll() {
        List<ExplainedRow> rows = rows(60);
        ExplanationEvaluation evaluation = new ExplanationEvaluation("made", rows, 200, 0);
        evaluation.add("constant", Collections.nCopies(60, rows.getFirst().explanation()));
        evaluation.add("reference", references(rows));
        assertThat(of(evaluation, "constant.bleu4-gap")).isEqualTo(new Interval(0, 0, 0));
        assertThat(of(evaluation, "constant.usr").value()).isEqualTo(1 / 60.0);
        assertThat(of(evaluation, "reference.bleu4").value()).isCloseTo(100, within(1e-9));
        assertThat(of(evaluation, "reference.rougeL").value()).isCloseTo(100, within(1e-9));
        Interval gap = of(evaluation, "reference.bleu4-gap");
        assertThat(gap.low()).isPositive();
        assertThat(gap.value())
                .isCloseTo(100 - of(evaluation, "reference.bleu4-shuffled").value(), within(1e-9));
        Interval paired = of(evaluation, "reference-vs-constant.bleu4-gap");
        assertThat(paired.value()).isCloseTo(gap.value(), within(1e-9));
        assertThat(paired.low()).isCloseTo(gap.low(), within(1e-9));
    }

    @Test
    void filesTogetherHaveTheMeanOfTheirGapsAndNarrowerIntervals() {
        ExplanationEvaluation one = new ExplanationEvaluation("one", rows(60), 200, 0);
        ExplanationEvaluation two = new ExplanationEvaluation("two", rows(90), 200, 1);
        for (ExplanationEvaluation part : List.of(one, two)) {
            List<ExplainedRow> rows = rows(part == one ? 60 : 90);
            part.add(
                    "constant", Collections.nCopies(rows.size(), rows.getFirst().explanation()));
            part.add("reference", references(rows));
        }
        one.add("of-one-alone", references(rows(60)));
        List<Measurement> both = ExplanationEvaluation.together("both", List.of(one, two));
        assertThat(both).noneMatch(m -> m.scorer().contains("of-one-alone"));
        Interval gap = named(both, "explanations.both.reference-vs-constant.bleu4-gap");
        Interval ofOne = named(one.measurements(), "explanations.one.reference-vs-constant.bleu4-gap");
        Interval ofTwo = named(two.measurements(), "explanations.two.reference-vs-constant.bleu4-gap");
        assertThat(gap.value()).isCloseTo((ofOne.value() + ofTwo.value()) / 2, within(1e-9));
        assertThat(gap.high() - gap.low()).isLessThan((ofOne.high() - ofOne.low() + ofTwo.high() - ofTwo.low()) / 2);
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        List<ExplainedRow> rows = rows(20);
        ExplanationEvaluation one = new ExplanationEvaluation("made", rows, 50, 3);
        ExplanationEvaluation two = new ExplanationEvaluation("made", rows, 50, 3);
        one.add("reference", references(rows));
        two.add("reference", references(rows));
        assertThat(one.measurements()).isEqualTo(two.measurements());
    }

    @Test
    void oneUserHasFiguresWithoutIntervals() {
        List<ExplainedRow> rows = rows(2);
        ExplanationEvaluation evaluation = new ExplanationEvaluation("made", rows, 50, 0);
        evaluation.add("empty", List.of("", ""));
        assertThat(evaluation.users()).isEqualTo(1);
        assertThat(of(evaluation, "empty.bleu4").value()).isZero();
        assertThat(of(evaluation, "empty.bleu4").low()).isNaN();
    }

    @Test
    void refusesWhatHasNoControl() {
        assertThatThrownBy(() -> new ExplanationEvaluation("made", rows(1), 50, 0))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("made has 1 held-out rows");
        ExplanationEvaluation evaluation = new ExplanationEvaluation("made", rows(4), 50, 0);
        assertThatThrownBy(() -> evaluation.add("short", List.of("a"))).hasMessageContaining("1 texts for 4 rows");
    }

    @Test
    void aThousandRowsAreResampledInSeconds() {
        List<ExplainedRow> rows = rows(1000);
        ExplanationEvaluation evaluation = new ExplanationEvaluation("made", rows, 2000, 0);
        long start = System.nanoTime();
        evaluation.add("reference", references(rows));
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
    }

    @Test
    void noUserIsOnBothSidesAndAPairCountsOnce() {
        List<ExplainedRow> rows = rows(200);
        ExplanationSplit split = ExplanationSplit.of(
                IntStream.range(0, 201).mapToObj(i -> rows.get(i % 200)).toList());
        assertThat(split.repeated()).isEqualTo(1);
        assertThat(split.heldOut().size() + split.training().size()).isEqualTo(200);
        assertThat(split.heldOut()).isNotEmpty().allMatch(row -> ExplanationSplit.heldOut(row.user()));
        assertThat(split.training()).isNotEmpty().noneMatch(row -> ExplanationSplit.heldOut(row.user()));
        assertThat(split.sampled(10, 1).heldOut())
                .hasSize(10)
                .isSubsetOf(split.heldOut())
                .isEqualTo(split.sampled(10, 1).heldOut());
        assertThat(split.sampled(1000, 1)).isEqualTo(split);
    }

    @Test
    void templatesAreFittedOnTrainingRows() {
        List<ExplainedRow> rows = rows(20);
        Templates templates = Templates.fit(rows);
        assertThat(references(rows)).contains(templates.constant(rows.getFirst()));
        assertThat(templates.withItemSummary(rows.get(3)))
                .isEqualTo("The user would buy the book because item 3 is slow.");
        assertThatThrownBy(() -> Templates.fit(List.of())).hasMessageContaining("no row is for training");
    }
}
