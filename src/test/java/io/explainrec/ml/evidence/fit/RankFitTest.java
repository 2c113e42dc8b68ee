package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RankFitTest {
    private static final int CANDIDATES = 30;

    private final Random random = new Random(1);

    @Test
    void aPlainTasteIsHeardInFull() {
        // The prior knows nothing of attributes, so that the strongest ridge hears little of them.
        double many = heard(slices(300));
        double alone = heard(List.of(
                Stream.of(300, 300).flatMap(users -> slice(users).stream()).toList()));
        assertThat(many).isGreaterThan(1.3 * alone);
    }

    @Test
    void whereNobodyLikedAnythingNewTheOrderIsThePriors() {
        LeveledHead head = RankFit.fit(List.of(List.of(), List.of()), List.of(EvidenceSource.RECENT_POPULARITY));
        assertThat(head.terms().keySet()).containsExactly(EvidenceSource.RECENT_POPULARITY);
        assertThat(head.terms().get(EvidenceSource.RECENT_POPULARITY).little().weight())
                .isEqualTo(1);
    }

    @Test
    void aFewUsersRefuteNoRidge() {
        for (int users : new int[] {1, 2, 19}) {
            List<List<Candidates>> slices = List.of(slice(300), slice(users));
            assertThat(heard(slices))
                    .isEqualTo(
                            heard(List.of(slices.stream().flatMap(List::stream).toList())));
        }
    }

    @Test
    void aSliceInWhichNobodyLikedAnythingRefutesNoRidge() {
        List<Candidates> users = slice(300);
        assertThat(heard(List.of(users, List.of()))).isEqualTo(heard(List.of(users)));
        assertThat(heard(List.of(List.of(), users))).isEqualTo(heard(List.of(users)));
    }

    private static double heard(List<List<Candidates>> slices) {
        Span span =
                RankFit.fit(slices, List.of(EvidenceSource.ATTRIBUTES)).terms().get(EvidenceSource.ATTRIBUTES);
        return span == null ? 0 : span.little().weight();
    }

    private List<List<Candidates>> slices(int users) {
        return List.of(slice(users), slice(users));
    }

    /** Users who choose by the item's attributes. */
    private List<Candidates> slice(int users) {
        List<Candidates> slice = new ArrayList<>();
        for (int u = 0; u < users; u++) {
            double[] taste = random.doubles(CANDIDATES).toArray();
            swap(taste, 0, chosen(taste));
            float[] values = new float[CANDIDATES * LayerFit.RANK.size()];
            Arrays.fill(values, Float.NaN);
            for (int c = 0; c < CANDIDATES; c++) {
                values[c * LayerFit.RANK.size() + LayerFit.RANK.indexOf(EvidenceSource.ATTRIBUTES)] = (float) taste[c];
            }
            slice.add(new Candidates(values, new int[CANDIDATES], 1, 1));
        }
        return slice;
    }

    /** The candidate with the most of taste and chance, which makes it a draw of a softmax. */
    private int chosen(double[] taste) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < taste.length; c++) {
            double worth = 4 * taste[c] - Math.log(-Math.log(random.nextDouble()));
            if (worth > most) {
                most = worth;
                best = c;
            }
        }
        return best;
    }

    private static void swap(double[] values, int a, int b) {
        double first = values[a];
        values[a] = values[b];
        values[b] = first;
    }
}
