package io.explainrec.ml.eval.text;

import io.explainrec.ml.eval.UserStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures of one system's texts, 0 to 100, over the rows of the users drawn: each against its references, against those of other
 * rows (the mean over seeded derangements), and the gap between the two, which is what is not template.
 */
final class TextFigures {
    /** Derangements that the control is a mean of. */
    static final int CONTROLS = 5;

    /** What is measured. */
    enum Measure {
        BLEU1,
        BLEU4,
        ROUGE_L;

        /** As in RESULT lines. */
        String label() {
            return this == ROUGE_L ? "rougeL" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Counts of each row under one pairing. */
    private record Pairing(List<BleuCounts> counts, double[] rouge) {
        static Pairing of(List<String> texts, List<ExplainedRow> rows, int[] whose) {
            List<BleuCounts> counts = new ArrayList<>();
            double[] rouge = new double[rows.size()];
            for (int i = 0; i < rouge.length; i++) {
                String text = texts.get(whose[i]);
                String reference = rows.get(i).explanation();
                counts.add(BleuCounts.of(text, reference));
                rouge[i] = 100 * RougeL.f1(text, reference);
            }
            return new Pairing(counts, rouge);
        }
    }

    private final int[] users;
    private final Pairing own;
    private final List<Pairing> others = new ArrayList<>();

    /**
     * @param texts by row
     * @param users the number of each row's user
     * @param seed of the derangements: the same for all systems, so that their gaps can be compared
     */
    TextFigures(List<String> texts, List<ExplainedRow> rows, int[] users, long seed) {
        this.users = users;
        int[] same = new int[users.length];
        for (int i = 0; i < same.length; i++) {
            same[i] = i;
        }
        own = Pairing.of(texts, rows, same);
        for (int control = 0; control < CONTROLS; control++) {
            others.add(Pairing.of(texts, rows, Derangement.of(users.length, seed + control)));
        }
    }

    UserStatistic own(Measure measure) {
        return drawn -> figure(own, measure, drawn);
    }

    UserStatistic shuffled(Measure measure) {
        return UserStatistic.mean(others.stream()
                .map(pairing -> (UserStatistic) drawn -> figure(pairing, measure, drawn))
                .toList());
    }

    private double figure(Pairing pairing, Measure measure, int[] drawn) {
        long[] sums = new long[BleuCounts.SIZE];
        double rouge = 0;
        long rows = 0;
        for (int i = 0; i < users.length; i++) {
            int times = drawn[users[i]];
            if (times == 0) {
                continue;
            }
            rows += times;
            rouge += times * pairing.rouge[i];
            long[] counts = pairing.counts.get(i).values();
            for (int k = 0; k < sums.length; k++) {
                sums[k] += times * counts[k];
            }
        }
        return switch (measure) {
            case BLEU1 -> BleuCounts.score(sums, 1);
            case BLEU4 -> BleuCounts.score(sums, 4);
            case ROUGE_L -> rows == 0 ? Double.NaN : rouge / rows;
        };
    }
}
