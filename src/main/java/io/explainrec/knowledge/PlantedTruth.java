package io.explainrec.knowledge;

import io.explainrec.catalog.demo.DemoTruth;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which entries are true of a demo shop. An effect on a group is one on the cells that overlap with it; whoever favours a value in one
 * domain does so in the other, and favours no other genre; what goes together does so in both directions.
 */
record PlantedTruth(DemoTruth truth) {
    /** Of the domains that the shop is loaded into, apart from other tests' demo shops. */
    static final String PREFIX = "planted-";

    private static final String FILMS = PREFIX + "films";

    /** Whether a finding is of something that was planted, with its sign. */
    boolean isTrue(KnowledgeEntry entry) {
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
                                        && (favours.domain().equals(FILMS)
                                                ? planted.filmValue().equals(favours.value())
                                                        && planted.bookGenre().equals(value)
                                                : planted.filmValue().equals(value)
                                                        && planted.bookGenre().equals(favours.value())));
            case Condition.Month month ->
                entry.subject().domain().equals(FILMS)
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

    /** What was planted and is not among the findings, in words. */
    List<String> missing(List<KnowledgeEntry> findings) {
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
                                        && entry.given().equals(new Condition.Month(month))))
                        .map(month -> season.genre() + " in " + month));
        Stream<String> associations = truth.associations().stream()
                .filter(planted -> right.stream()
                        .noneMatch(entry -> entry.subject().value().equals(planted.bookGenre())
                                && entry.given().equals(new Condition.Favours(FILMS, "genre", planted.filmValue()))))
                .map(Object::toString);
        return Stream.of(groups, seasons, associations).flatMap(each -> each).toList();
    }
}
