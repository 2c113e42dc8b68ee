package io.explainrec.knowledge;

import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.ml.evidence.Person;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entries as the decision layer's evidence reads them. How fast a taste fades says nothing of an item, and is left out. */
final class AsEvidence {
    /** From the middle of a normal distribution to an end of its 95% interval, in standard deviations. */
    private static final double END = 1.96;

    /** Figures are rounded to thousandths. */
    private static final double LEAST_ERROR = 0.0005;

    private final Set<Subject> subjects = new LinkedHashSet<>();
    private final Map<Person, Map<Subject, Estimate>> groups = new HashMap<>();
    private final Map<Subject, Map<Subject, Estimate>> favourites = new HashMap<>();
    private final Map<Integer, Map<Subject, Estimate>> months = new HashMap<>();
    private final Map<Subject, Estimate> lately = new HashMap<>();

    private AsEvidence() {}

    static KnowledgeTables of(Iterable<Counting.Row> rows) {
        AsEvidence evidence = new AsEvidence();
        rows.forEach(evidence::add);
        return new KnowledgeTables(
                List.copyOf(evidence.subjects), evidence.groups, evidence.favourites, evidence.months, evidence.lately);
    }

    private void add(Counting.Row row) {
        Subject subject = row.subject();
        subjects.add(subject);
        if (row.statistics().difference() == null) {
            return;
        }
        Estimate estimate = estimate(row);
        switch (row.given()) {
            case Condition.Group cell ->
                put(groups, new Person(cell.age(), cell.gender(), cell.occupation()), subject, estimate);
            case Condition.Favours favours -> {
                var favourite = new Subject(favours.domain(), favours.attribute(), favours.value());
                subjects.add(favourite);
                put(favourites, favourite, subject, estimate);
            }
            case Condition.Month month -> put(months, month.month(), subject, estimate);
            case Condition.Lately last -> lately.put(subject, estimate);
            case Condition.Soon soon -> {}
        }
    }

    private static <K> void put(Map<K, Map<Subject, Estimate>> table, K key, Subject subject, Estimate estimate) {
        table.computeIfAbsent(key, k -> new HashMap<>()).put(subject, estimate);
    }

    /** How far the interval goes, at the side where it does not end for there being no larger difference. */
    private static double reach(Statistics figures) {
        return Math.max(figures.high() - figures.difference(), figures.difference() - figures.low());
    }

    private static Estimate estimate(Counting.Row row) {
        Statistics figures = row.statistics();
        return new Estimate(
                figures.difference(),
                Math.max(LEAST_ERROR, reach(figures) / END),
                row.finding() ? Wording.sentence(row.subject(), row.given(), figures) : null);
    }
}
