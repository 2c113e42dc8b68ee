package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.LearnedOfUser.Residual;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** What verdicts of one user tell of the user's taste, by what was learned of everybody. */
final class TasteOfUser {
    private static final double SIMILARITY_PRIOR = 0.05;
    private static final int MOST_BECAUSE = 3;

    private final LearnedTables tables;
    private final List<Residual> residuals;
    /** By item; null where the user did not judge it. */
    private final Residual[] byItem;

    private final UserDirection factors;
    private final AttributeTaste attributes;
    private final long likes;

    /**
     * @param residuals verdicts, newest last
     */
    TasteOfUser(LearnedTables tables, Person person, List<Residual> residuals) {
        this.tables = tables;
        this.residuals = residuals;
        byItem = new Residual[tables.items().size()];
        residuals.forEach(r -> byItem[r.item()] = r);
        likes = residuals.stream().filter(Residual::liked).count();
        factors = new UserDirection(tables, person, residuals);
        attributes = new AttributeTaste(tables, residuals);
    }

    /** Fills in the values of an item. */
    void values(int item, double[] values) {
        values[EvidenceSource.FACTORS.ordinal()] = factors.affinity(item);
        values[EvidenceSource.GRADED_ALIKE.ordinal()] = gradedAlike(item);
        values[EvidenceSource.ATTRIBUTES.ordinal()] = attributes.taste(item);
        values[EvidenceSource.CO_LIKED.ordinal()] = coLiked(item);
    }

    private double gradedAlike(int item) {
        double sum = 0;
        double weight = 0;
        for (int k = 0; k < tables.similar()[item].length; k++) {
            Residual r = byItem[tables.similar()[item][k]];
            if (r != null) {
                sum += tables.similarity()[item][k] * r.residual();
                weight += tables.similarity()[item][k];
            }
        }
        return weight == 0 ? Double.NaN : sum / (weight + SIMILARITY_PRIOR);
    }

    /** NaN where nothing was liked, or nothing was learned of who likes what. */
    private double coLiked(int item) {
        if (likes == 0 || tables.predictors().length == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int k = 0; k < tables.predictors()[item].length; k++) {
            Residual r = byItem[tables.predictors()[item][k]];
            sum += r != null && r.liked() ? tables.predictions()[item][k] : 0;
        }
        return sum;
    }

    /** Items of the history that a value rests on, strongest first. */
    List<UUID> because(EvidenceSource source, int item, double value) {
        return switch (source) {
            // Of what is near it alone: whoever likes what is far from it does not tend to like it.
            case FACTORS ->
                factors.affinityOfHistory(item) * value > 0
                        ? pulling(value, r -> r.residual() * Math.max(0, factors.closeness(item, r.item())))
                        : List.of();
            case GRADED_ALIKE -> pulling(value, r -> r.residual() * similarity(item, r.item()));
            case CO_LIKED -> pulling(value, r -> prediction(item, r.item()));
            case ATTRIBUTES -> pulling(value, r -> r.residual() * attributes.shared(item, r.item()));
            default -> List.of();
        };
    }

    private double similarity(int item, int other) {
        return at(tables.similar()[item], tables.similarity()[item], other);
    }

    private double prediction(int item, int other) {
        return at(tables.predictors()[item], tables.predictions()[item], other);
    }

    private static double at(int[] items, float[] values, int item) {
        for (int k = 0; k < items.length; k++) {
            if (items[k] == item) {
                return values[k];
            }
        }
        return 0;
    }

    @FunctionalInterface
    private interface Pull {
        double of(Residual residual);
    }

    /** What pulls the value's way and was judged that way: liked where it speaks for the item, disliked where against. */
    private List<UUID> pulling(double value, Pull pull) {
        double way = Math.signum(value);
        return residuals.stream()
                .filter(r -> r.liked() == value > 0 && pull.of(r) * way > 0)
                .sorted(Comparator.comparingDouble(r -> -pull.of(r) * way))
                .limit(MOST_BECAUSE)
                .map(Residual::id)
                .toList();
    }
}
