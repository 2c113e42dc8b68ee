package io.explainrec.knowledge;

import io.explainrec.catalog.demo.DemoTruth;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which entries are true of a demo shop. An effect on a group is one on the cells that overlap with it; whoever favours a value in one
 * domain does so in the other, and favours no other genre; what goes together does so in both directions.
 *
 * @param films the name of the domain of its films
 * @param books the name of the domain of its books
 */
public record PlantedTruth(DemoTruth truth, String films, String books) {
    /**
     * What was planted in comparison with what was found.
     *
     * @param planted effects that were planted: of groups, across domains, in months
     * @param missing those of them that are not among the findings, in words
     * @param findings what was found in the shop's domains
     * @param wrong those of them that are true of nothing that was planted, by their statements
     */
    public record Comparison(int planted, List<String> missing, int findings, List<String> wrong) {}

    /** Compares; entries of other domains are left out. */
    public Comparison with(List<KnowledgeEntry> entries) {
        List<KnowledgeEntry> findings = entries.stream()
                .filter(entry -> entry.finding() && isOfTheShop(entry))
                .toList();
        int months = truth.seasons().stream()
                .mapToInt(season -> season.months().size())
                .sum();
        return new Comparison(
                truth.groups().size() + truth.associations().size() + months,
                missing(findings),
                findings.size(),
                findings.stream()
                        .filter(entry -> !isTrue(entry))
                        .map(KnowledgeEntry::statement)
                        .toList());
    }

    private boolean isOfTheShop(KnowledgeEntry entry) {
        return entry.subject().domain().equals(films)
                || entry.subject().domain().equals(books);
    }

    /** Whether a finding is of something that was planted, with its sign. */
    private boolean isTrue(KnowledgeEntry entry) {
        String value = entry.subject().value();
        boolean more = entry.statistics().difference() > 0;
        return switch (entry.given()) {
            case Condition.Group cell ->
                truth.groups().stream()
                        .anyMatch(group -> group.value().equals(value)
                                && group.effect() > 0 == more
                                && group.ageBand().equals(cell.age())
                                && (group.gender() == null
                                        || cell.gender() == null
                                        || group.gender().equals(cell.gender())));
            case Condition.Favours favours ->
                favours.value().equals(value) && more
                        || bothAreGenres(entry, favours) && !favours.value().equals(value) && !more
                        || truth.associations().stream()
                                .anyMatch(planted -> planted.effect() > 0 == more
                                        && (favours.domain().equals(films)
                                                ? planted.filmValue().equals(favours.value())
                                                        && planted.bookGenre().equals(value)
                                                : planted.filmValue().equals(value)
                                                        && planted.bookGenre().equals(favours.value())));
            case Condition.Month month ->
                entry.subject().domain().equals(films)
                        && truth.seasons().stream()
                                .anyMatch(season -> season.genre().equals(value)
                                        && season.effect() > 0 == more
                                        && season.months().contains(month.month()));
            case Condition.Lately lately -> false;
            case Condition.Soon soon -> false;
        };
    }

    private static boolean bothAreGenres(KnowledgeEntry entry, Condition.Favours favours) {
        return entry.subject().attribute().equals("genre")
                && favours.attribute().equals("genre");
    }

    private List<String> missing(List<KnowledgeEntry> findings) {
        List<KnowledgeEntry> right = findings.stream().filter(this::isTrue).toList();
        Stream<String> groups = truth.groups().stream()
                .filter(group -> right.stream()
                        .noneMatch(entry -> entry.subject().value().equals(group.value())
                                && entry.given().equals(new Condition.Group(group.ageBand(), group.gender(), null))))
                .map(Object::toString);
        Stream<String> seasons = truth.seasons().stream()
                .flatMap(season -> season.months().stream()
                        .filter(month -> right.stream()
                                .noneMatch(entry -> entry.subject().value().equals(season.genre())
                                        && entry.given() instanceof Condition.Month in
                                        && in.month() == month))
                        .map(month -> season.genre() + " in " + month));
        Stream<String> associations = truth.associations().stream()
                .filter(planted -> right.stream()
                        .noneMatch(entry -> entry.subject().value().equals(planted.bookGenre())
                                && entry.given().equals(new Condition.Favours(films, "genre", planted.filmValue()))))
                .map(Object::toString);
        return Stream.of(groups, seasons, associations).flatMap(each -> each).toList();
    }
}
