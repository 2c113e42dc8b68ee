package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Folds one user's history into what was learned of everybody. */
final class LearnedOfUser implements Learned.Reader {
    /** Grades that the mean of all counts for in a user's level, and in the mood of the last ones. */
    static final double LEVEL_PRIOR = 5;

    private static final int MOOD_EVENTS = 10;
    private static final double SIMILARITY_PRIOR = 0.05;
    private static final int MOST_BECAUSE = 3;

    private final Learned learned;
    private final LearnedTables tables;
    private final People people;
    private final FoldedFactors factors;
    private final AttributeTaste attributes;
    private final CarriedLevels carried;
    private final List<Residual> residuals = new ArrayList<>();
    private final Map<Integer, Residual> byItem = new HashMap<>();
    private final double groupLevel;
    private double userLevel;
    private int likes;
    private double mood;

    /**
     * An event that can be compared with others.
     *
     * @param item its number among what was learned
     * @param grade less mean, the item's level and the user's
     */
    record Residual(UUID id, int item, boolean liked, double grade, double residual) {}

    LearnedOfUser(Learned learned, History history) {
        this.learned = learned;
        tables = learned.tables();
        Float sum = null;
        for (String trait : history.person().traits()) {
            Float level = tables.traitLevel().get(trait);
            sum = level == null ? sum : Float.valueOf(level + (sum == null ? 0 : sum));
        }
        groupLevel = sum == null ? Double.NaN : sum;
        carried = new CarriedLevels(tables);
        addResiduals(history);
        people = new People(learned, history.person());
        factors = new FoldedFactors(tables, history.person(), residuals);
        attributes = new AttributeTaste(tables, residuals);
    }

    private void addResiduals(History history) {
        double ofGroup = Double.isNaN(groupLevel) ? 0 : groupLevel;
        List<Double> surprises = new ArrayList<>();
        List<Residual> plain = new ArrayList<>();
        double sum = 0;
        for (History.Event event : history.events()) {
            Integer i = learned.number(event.itemId());
            if (i != null && tables.grades()[i] > 0) {
                double residual = event.grade() - tables.mean() - tables.level()[i];
                plain.add(new Residual(event.itemId(), i, event.liked(), event.grade(), residual));
                surprises.add(residual - ofGroup);
                carried.add(i, residual - ofGroup);
                sum += residual;
                likes += event.liked() ? 1 : 0;
            }
        }
        int n = plain.size();
        double own = sum / (n + LEVEL_PRIOR);
        for (Residual r : plain) {
            Residual net = new Residual(r.id, r.item, r.liked, r.grade, r.residual - own);
            residuals.add(net);
            byItem.put(r.item, net);
        }
        userLevel = (sum - n * ofGroup) / (n + LEVEL_PRIOR);
        int last = Math.min(n, MOOD_EVENTS);
        double lately = 0;
        for (double surprise : surprises.subList(n - last, n)) {
            lately += surprise - userLevel;
        }
        mood = lately / (last + LEVEL_PRIOR);
    }

    @Override
    public void values(UUID item, String domain, double[] values) {
        if (!residuals.isEmpty()) {
            values[EvidenceSource.USER_LEVEL.ordinal()] = userLevel;
            values[EvidenceSource.MOOD.ordinal()] = mood;
            values[EvidenceSource.CARRIED_LEVEL.ordinal()] = carried.to(domain) - userLevel;
        }
        values[EvidenceSource.GROUP_LEVEL.ordinal()] = groupLevel;
        Integer i = learned.number(item);
        if (i == null) {
            return;
        }
        if (tables.grades()[i] > 0) {
            values[EvidenceSource.ITEM_LEVEL.ordinal()] = tables.level()[i] - tables.height(i);
        }
        if (tables.grades()[i] > 0 || tables.expected()[i] != 0) {
            values[EvidenceSource.EXPECTED_LEVEL.ordinal()] = tables.expected()[i] - tables.height(i);
        }
        values[EvidenceSource.ALIKE.ordinal()] = people.opinion(i);
        values[EvidenceSource.ALIKE_POPULARITY.ordinal()] = people.lift(i);
        values[EvidenceSource.FACTORS.ordinal()] = factors.affinity(i);
        values[EvidenceSource.GRADED_ALIKE.ordinal()] = gradedAlike(i);
        values[EvidenceSource.ATTRIBUTES.ordinal()] = attributes.taste(i);
        values[EvidenceSource.CO_LIKED.ordinal()] = coLiked(i);
    }

    private double gradedAlike(int item) {
        double sum = 0;
        double weight = 0;
        for (int k = 0; k < tables.similar()[item].length; k++) {
            Residual r = byItem.get(tables.similar()[item][k]);
            if (r != null) {
                sum += tables.similarity()[item][k] * r.residual;
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
            Residual r = byItem.get(tables.predictors()[item][k]);
            sum += r != null && r.liked ? tables.predictions()[item][k] : 0;
        }
        return sum;
    }

    @Override
    public List<UUID> because(EvidenceSource source, UUID item, double value) {
        Integer i = learned.number(item);
        if (i == null) {
            return List.of();
        }
        return switch (source) {
            // Of what is near it alone: whoever likes what is far from it does not tend to like it.
            case FACTORS ->
                factors.affinityOfHistory(i) * value > 0
                        ? pulling(value, r -> r.residual * Math.max(0, factors.closeness(i, r.item)))
                        : List.of();
            case GRADED_ALIKE -> pulling(value, r -> r.residual * similarity(i, r.item));
            case CO_LIKED -> pulling(value, r -> prediction(i, r.item));
            case ATTRIBUTES -> pulling(value, r -> r.residual * attributes.shared(i, r.item));
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
                .filter(r -> r.liked == value > 0 && pull.of(r) * way > 0)
                .sorted(Comparator.comparingDouble(r -> -pull.of(r) * way))
                .limit(MOST_BECAUSE)
                .map(Residual::id)
                .toList();
    }
}
