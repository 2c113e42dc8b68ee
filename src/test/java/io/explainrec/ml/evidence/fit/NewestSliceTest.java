package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Intercept;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestSliceTest {
    /** The logit is 0.5 and what factors say. */
    private static final LeveledHead HEAD =
            new LeveledHead(new Intercept(.5, .5), Map.of(EvidenceSource.FACTORS, Span.level(1, 0)));

    private static Row row(int user, boolean liked, double factors, double level, boolean asItIs) {
        double[] values = new double[EvidenceSource.COUNT];
        Arrays.fill(values, Double.NaN);
        values[EvidenceSource.FACTORS.ordinal()] = factors;
        values[EvidenceSource.ITEM_LEVEL.ordinal()] = level;
        return new Row(values, 3, user, liked, 0, 1, asItIs ? Row.Known.AS_IT_IS : Row.Known.FEW);
    }

    @Test
    void countsPairsByHand() {
        Map<String, Double> figures = new NewestSlice(List.of(
                        row(1, true, 2, 0, true),
                        row(1, false, 1, 1, true),
                        row(2, true, 0, Double.NaN, true),
                        row(2, false, 0, -1, true),
                        row(3, true, 3, 2, true),
                        row(3, false, 9, 9, false)))
                .figures(HEAD);
        // Likes have 2, 0 and 3, dislikes 1 and 0: of six pairs four are right and one is a tie.
        assertThat(figures.get("newest.like.auc")).isCloseTo(4.5 / 6, within(1e-12));
        assertThat(figures.get("newest.like.uauc")).isCloseTo((1 + .5) / 2, within(1e-12));
        // Levels: likes have 0, nothing (which is 0) and 2, dislikes 1 and -1.
        assertThat(figures.get("newest.item-level.auc")).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(figures.get("newest.item-level.uauc")).isCloseTo(.5, within(1e-12));
        assertThat(figures.get("newest.rows")).isEqualTo(5);
        assertThat(figures.get("newest.users")).isEqualTo(2);
        double loss = softplus(-2.5) + softplus(1.5) + softplus(-.5) + softplus(.5) + softplus(-3.5);
        assertThat(figures.get("newest.like.loss")).isCloseTo(loss / 5, within(1e-12));
    }

    @Test
    void levelsAreHeldAgainstWhatTheirDomainsAreWorth() {
        Row liked = row(1, true, 0, 0, true);
        Row better = new Row(liked.values(), 3, 1, true, 2, 1, Row.Known.AS_IT_IS);
        assertThat(new NewestSlice(List.of(better, row(1, false, 0, 1, true))).figures(HEAD))
                .containsEntry("newest.item-level.auc", 1.0);
    }

    @Test
    void leavesOutWhatCannotBeSaid() {
        Map<String, Double> figures =
                new NewestSlice(List.of(row(1, true, 2, 0, true), row(1, true, 1, 1, true))).figures(HEAD);
        assertThat(figures).containsOnlyKeys("newest.rows", "newest.users", "newest.like.loss");
        assertThat(new NewestSlice(List.of()).figures(HEAD)).containsOnlyKeys("newest.rows", "newest.users");
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
