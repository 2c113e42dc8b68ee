package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LikeFitTest {
    private final Random random = new Random(1);

    @Test
    void aNewestSliceThatTellsNothingApartTakesNoSourceAway() {
        List<Row> before = new ArrayList<>();
        List<Row> newest = new ArrayList<>();
        for (int user = 0; user < 100; user++) {
            before.add(row(user, 0, true, random.nextGaussian() + 1));
            before.add(row(user, 0, false, random.nextGaussian() - 1));
            newest.add(row(100 + user, 0, user % 2 == 0, random.nextGaussian()));
        }
        List<Row> all = new ArrayList<>(before);
        all.addAll(newest);
        LeveledHead head =
                new LikeFit(0).fit(List.of(before, newest), all, List.of(EvidenceSource.ITEM_LEVEL), List.of());
        assertThat(head.terms()).containsOnlyKeys(EvidenceSource.ITEM_LEVEL);
    }

    @Test
    void whereEachUserJudgedOneThingItemsAreToldApartByWhatDifferentPeopleSaid() {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < 1000; user++) {
            double level = random.nextGaussian();
            rows.add(row(user, 0, random.nextDouble() < 1 / (1 + Math.exp(-level)), level));
        }
        LeveledHead head = new LikeFit(0).fit(List.of(rows), rows, List.of(EvidenceSource.ITEM_LEVEL), List.of());
        assertThat(head.terms().get(EvidenceSource.ITEM_LEVEL).little().weight())
                .isBetween(0.8, 1.2);
    }

    @Test
    void shortHistoriesDoNotTellTheLevelOfLongOnes() {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < 1000; user++) {
            int events = user % 3;
            rows.add(row(user, events, random.nextInt(10) < 3 + events, random.nextGaussian() + events));
        }
        LeveledHead head = new LikeFit(0).fit(List.of(rows), rows, List.of(), List.of(EvidenceSource.ITEM_LEVEL));
        assertThat(head.intercept(200)).isEqualTo(head.intercept(1));
        assertThat(head.terms().get(EvidenceSource.ITEM_LEVEL).much().centre())
                .isEqualTo(head.terms().get(EvidenceSource.ITEM_LEVEL).little().centre());
        rows.add(row(1000, Columns.LONG, true, 3));
        assertThat(new LikeFit(0).fit(List.of(rows), rows, List.of(), List.of()).intercept(200))
                .isGreaterThan(head.intercept(200));
    }

    @Test
    void whatADomainsBaseTellsIsToldOnce() {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < 400; user++) {
            for (double base : new double[] {-1, 1}) {
                boolean liked = random.nextDouble() < 1 / (1 + Math.exp(-base));
                rows.add(row(user, 0, liked, base + random.nextGaussian(), base));
            }
        }
        LeveledHead head = new LikeFit(0).fit(List.of(rows), rows, List.of(EvidenceSource.ITEM_LEVEL), List.of());
        LeveledHead.Span level = head.terms().get(EvidenceSource.ITEM_LEVEL);
        assertThat(level == null ? 0 : level.little().weight()).isLessThan(0.1);
    }

    /** Three sources say the same, and the newest slice is told apart a little less than those before. */
    @Test
    void ofSourcesThatSayTheSameOneIsLeft() {
        List<EvidenceSource> same =
                List.of(EvidenceSource.ITEM_LEVEL, EvidenceSource.EXPECTED_LEVEL, EvidenceSource.ITEM_BIAS);
        List<List<Row>> slices = new ArrayList<>();
        for (double apart : new double[] {3, 1}) {
            List<Row> slice = new ArrayList<>();
            for (int user = 0; user < 200; user++) {
                slice.add(row(user, 0, true, random.nextGaussian() + apart / 2));
                slice.add(row(user, 0, false, random.nextGaussian() - apart / 2));
            }
            slice.forEach(row -> same.forEach(
                    source -> row.values()[source.ordinal()] = row.values()[EvidenceSource.ITEM_LEVEL.ordinal()]));
            slices.add(slice);
        }
        List<Row> all = slices.stream().flatMap(List::stream).toList();
        assertThat(new LikeFit(0).fit(slices, all, same, List.of()).terms()).isNotEmpty();
    }

    @Test
    void whatIsTheSameOfAllRowsHasNoWeight() {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < 3000; user++) {
            rows.add(row(user, user % 300, random.nextInt(300) < user % 300, 0.0371 + 1e-5 * random.nextGaussian()));
        }
        assertThat(new LikeFit(0)
                        .fit(List.of(rows), rows, List.of(), List.of(EvidenceSource.ITEM_LEVEL))
                        .terms())
                .isEmpty();
    }

    private static Row row(int user, int events, boolean liked, double itemLevel) {
        return row(user, events, liked, itemLevel, 0);
    }

    private static Row row(int user, int events, boolean liked, double itemLevel, double base) {
        double[] values = new double[EvidenceSource.values().length];
        Arrays.fill(values, Double.NaN);
        values[EvidenceSource.ITEM_LEVEL.ordinal()] = itemLevel;
        return new Row(values, events, user, liked, base);
    }
}
