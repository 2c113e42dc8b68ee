package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Folds one user's history into what was learned of everybody. */
final class LearnedOfUser implements Learned.Reader {
    /** Grades that the mean of all counts for in a user's level, and in the mood of the last ones. */
    static final double LEVEL_PRIOR = 5;

    private static final int MOOD_EVENTS = 10;

    private final Learned learned;
    private final LearnedTables tables;
    private final People people;
    private final Person person;
    private final CarriedLevels carried;
    private final List<Residual> residuals = new ArrayList<>();
    /** By domain, what of the history tells a taste in it. */
    private final Map<String, TasteOfUser> tastes = new HashMap<>();

    private final double groupLevel;
    private double userLevel;
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
        person = history.person();
    }

    private String domain(int item) {
        return tables.items().get(item).domain();
    }

    private TasteOfUser tasteIn(String domain) {
        // Where no domain is apart all of it tells of all, and is computed once.
        return tastes.computeIfAbsent(tables.apart().isEmpty() ? "" : domain, d -> {
            List<Residual> told = residuals.stream()
                    .filter(r -> tables.isTold(domain(r.item), domain))
                    .toList();
            return new TasteOfUser(tables, person, told);
        });
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
            }
        }
        int n = plain.size();
        double own = sum / (n + LEVEL_PRIOR);
        for (Residual r : plain) {
            residuals.add(new Residual(r.id, r.item, r.liked, r.grade, r.residual - own));
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
        tasteIn(domain(i)).values(i, values);
    }

    @Override
    public List<UUID> because(EvidenceSource source, UUID item, double value) {
        Integer i = learned.number(item);
        if (i == null) {
            return List.of();
        }
        return tasteIn(domain(i)).because(source, i, value);
    }
}
