package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
    private static final Instant MAY = Instant.parse("2026-05-31T23:59:59Z");
    private static final Person YOUNG = new Person("18-24", null, null);
    private static final Person YOUNG_WOMEN = new Person("18-24", "female", null);
    private static final Subject DRAMA = new Subject("films", "genre", "Drama");
    private static final Subject WAR = new Subject("films", "genre", "War");
    private static final Subject SPACE = new Subject("books", "genre", "Space");
    private static final UUID DRAMA_FILM = new UUID(1, 0);
    private static final UUID BOTH = new UUID(1, 1);
    private static final UUID BARE = new UUID(1, 2);

    /** Differences of .3 with errors of .1: their variance is .09 - .01, so that 8 / 9 of each is left. */
    private static final Estimate SURE = new Estimate(0.3, 0.1, "It is found.");

    private static final double LEFT = 8.0 / 9 * 0.3;

    @Test
    void ofAnItemsValuesTheMeanIsTakenWhereNothingIsSaidOfOneAsIfItWereNothing() {
        Knowledge knowledge = knowledge(Map.of(YOUNG, Map.of(DRAMA, SURE)), Map.of(), Map.of());
        assertThat(demographic(knowledge, YOUNG, DRAMA_FILM)).isCloseTo(LEFT, within(1e-12));
        assertThat(demographic(knowledge, YOUNG, BOTH)).isCloseTo(LEFT / 2, within(1e-12));
    }

    @Test
    void aFinerGroupIsHeardOverTheCoarserOneAsFarAsItIsSure() {
        Knowledge knowledge = knowledge(
                Map.of(YOUNG, Map.of(DRAMA, SURE), YOUNG_WOMEN, Map.of(DRAMA, new Estimate(-0.3, 0.1, null))),
                Map.of(),
                Map.of());
        assertThat(demographic(knowledge, YOUNG, DRAMA_FILM)).isCloseTo(LEFT, within(1e-12));
        assertThat(demographic(knowledge, YOUNG_WOMEN, DRAMA_FILM))
                .isCloseTo(LEFT + 8.0 / 9 * (-0.3 - LEFT), within(1e-12));
        assertThat(demographic(knowledge, new Person("18-24", "female", "clerk"), DRAMA_FILM))
                .as("a group that is not said of")
                .isEqualTo(demographic(knowledge, YOUNG_WOMEN, DRAMA_FILM));
    }

    @Test
    void whereThereIsNothingButChanceNothingIsSaid() {
        Knowledge chance = knowledge(
                Map.of(YOUNG, Map.of(DRAMA, new Estimate(0.1, 0.1, null), WAR, new Estimate(-0.05, 0.1, null))),
                Map.of(),
                Map.of());
        assertThat(demographic(chance, YOUNG, DRAMA_FILM)).isNaN();
    }

    @Test
    void whoHasNoDemographicsAndItemsWithoutWordsAreNotSpokenOf() {
        Knowledge knowledge = knowledge(Map.of(YOUNG, Map.of(DRAMA, SURE)), Map.of(), Map.of());
        assertThat(demographic(knowledge, Person.UNKNOWN, DRAMA_FILM)).isNaN();
        assertThat(demographic(knowledge, new Person(null, "female", null), DRAMA_FILM))
                .as("gender without age is no group of the snapshot")
                .isNaN();
        assertThat(demographic(knowledge, YOUNG, BARE)).isNaN();
        assertThat(demographic(knowledge, YOUNG, UUID.randomUUID())).isNaN();
        assertThat(Knowledge.NONE.about(History.NONE).claim(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, BOTH, MAY))
                .isEmpty();
    }

    @Test
    void findingsAreToldInTheWordsOfAnswersStrongestFirstOneOfEachValue() {
        Estimate weaker = new Estimate(-0.2, 0.1, "It is found.");
        Estimate finer = new Estimate(0.2, 0.1, "It is found.");
        Estimate unsure = new Estimate(0.9, 0.1, null);
        Knowledge knowledge = knowledge(
                Map.of(YOUNG, Map.of(DRAMA, SURE, WAR, weaker), YOUNG_WOMEN, Map.of(DRAMA, finer)),
                Map.of(SPACE, Map.of(DRAMA, unsure)),
                Map.of(5, Map.of(WAR, SURE)));
        Findings woman = knowledge.findings(new History(List.of(), YOUNG_WOMEN), MAY);
        assertThat(woman.ofUser("films", 9))
                .containsExactly(
                        "people aged 18-24 say Yes to Drama more often, against their own level",
                        "people aged 18-24 say Yes to War less often, against their own level");
        assertThat(woman.ofUser("films", 1)).hasSize(1);
        assertThat(woman.ofUser("books", 9)).isEmpty();
        assertThat(woman.of(DRAMA_FILM))
                .contains("people aged 18-24 say Yes to Drama more often, against their own level");
        Findings nobody = knowledge.findings(History.NONE, MAY);
        assertThat(nobody.ofUser("films", 9)).isEmpty();
        assertThat(nobody.of(BOTH)).contains("people in May say Yes to War more often, against their own level");
        assertThat(nobody.of(BARE)).isEmpty();
        assertThat(Findings.NONE.of(BOTH)).isEmpty();
    }

    @Test
    void aFavouriteElsewhereSpeaksForWhatItsLoversLike() {
        Knowledge knowledge = knowledge(Map.of(), Map.of(SPACE, Map.of(DRAMA, SURE)), Map.of());
        assertThat(value(knowledge, reader(5, 5), DRAMA_FILM, EvidenceSource.CROSS_DOMAIN_KNOWLEDGE))
                .isCloseTo(LEFT, within(1e-12));
        assertThat(value(knowledge, reader(4, 9), DRAMA_FILM, EvidenceSource.CROSS_DOMAIN_KNOWLEDGE))
                .as("four likes are no favourite")
                .isNaN();
        assertThat(value(knowledge, reader(5, 0), DRAMA_FILM, EvidenceSource.CROSS_DOMAIN_KNOWLEDGE))
                .as("nor is what is liked no more often than at one's own level")
                .isNaN();
    }

    @Test
    void aMonthSpeaksInItsTimeAlone() {
        Knowledge knowledge = knowledge(Map.of(), Map.of(), Map.of(5, Map.of(WAR, SURE)));
        assertThat(value(knowledge, History.NONE, BOTH, EvidenceSource.TEMPORAL_KNOWLEDGE))
                .isCloseTo(LEFT / 2, within(1e-12));
        double[] june = new double[EvidenceSource.COUNT];
        knowledge.about(History.NONE).values(BOTH, MAY.plusSeconds(1), june);
        assertThat(june[EvidenceSource.TEMPORAL_KNOWLEDGE.ordinal()]).isNaN();
    }

    @Test
    void onlyWhatWasFoundAndSpeaksForTheItemIsClaimed() {
        Estimate unsure = new Estimate(0.5, 0.1, null);
        Estimate against = new Estimate(-0.6, 0.1, "It is disliked.");
        Knowledge knowledge =
                knowledge(Map.of(YOUNG, Map.of(DRAMA, SURE, WAR, unsure)), Map.of(), Map.of(5, Map.of(WAR, against)));
        Knowledge.Reader young = knowledge.about(new History(List.of(), YOUNG));
        assertThat(young.claim(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, BOTH, MAY)).contains("It is found.");
        assertThat(young.claim(EvidenceSource.TEMPORAL_KNOWLEDGE, BOTH, MAY)).isEmpty();
        assertThat(young.claim(EvidenceSource.CONTENT, BOTH, MAY)).isEmpty();
    }

    @Test
    void whatTheFinerGroupOrTheTimeOutweighsIsNeitherClaimedNorTold() {
        Estimate against = new Estimate(-0.4, 0.1, "It is disliked.");
        Knowledge knowledge = knowledge(
                Map.of(YOUNG, Map.of(DRAMA, SURE), YOUNG_WOMEN, Map.of(DRAMA, against)),
                Map.of(),
                Map.of(5, Map.of(WAR, SURE)),
                Map.of(WAR, against));
        Knowledge.Reader woman = knowledge.about(new History(List.of(), YOUNG_WOMEN));
        assertThat(woman.claim(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, DRAMA_FILM, MAY))
                .isEmpty();
        assertThat(woman.claim(EvidenceSource.TEMPORAL_KNOWLEDGE, BOTH, MAY)).isEmpty();
        assertThat(knowledge.findings(new History(List.of(), YOUNG_WOMEN), MAY).ofUser("films", 9))
                .containsExactly("people aged 18-24, female say Yes to Drama less often, against their own level");
        assertThat(knowledge
                        .about(new History(List.of(), YOUNG))
                        .claim(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, DRAMA_FILM, MAY))
                .contains("It is found.");
    }

    @Test
    void anEstimateHasAnErrorAboveZero() {
        assertThatThrownBy(() -> new Estimate(0.1, 0, null)).hasMessageContaining("error above 0");
        assertThatThrownBy(() -> new Estimate(Double.NaN, 1, null)).hasMessageContaining("finite");
    }

    private static Knowledge knowledge(
            Map<Person, Map<Subject, Estimate>> groups,
            Map<Subject, Map<Subject, Estimate>> favourites,
            Map<Integer, Map<Subject, Estimate>> months) {
        return knowledge(groups, favourites, months, Map.of());
    }

    private static Knowledge knowledge(
            Map<Person, Map<Subject, Estimate>> groups,
            Map<Subject, Map<Subject, Estimate>> favourites,
            Map<Integer, Map<Subject, Estimate>> months,
            Map<Subject, Estimate> lately) {
        List<Knowledge.Described> items = new ArrayList<>(List.of(
                new Knowledge.Described(DRAMA_FILM, "films", Map.of("genre", List.of("Drama", "Drama"))),
                new Knowledge.Described(
                        BOTH, "films", Map.of("genre", List.of("War", "Drama"), "year", List.of("1999"))),
                new Knowledge.Described(BARE, "films", Map.of())));
        IntStream.range(0, 20).forEach(k -> items.add(book(k)));
        return new Knowledge(
                new KnowledgeTables(
                        List.of(DRAMA, WAR, SPACE, new Subject("books", "genre", "Love")),
                        groups,
                        favourites,
                        months,
                        lately),
                items);
    }

    private static Knowledge.Described book(int k) {
        return new Knowledge.Described(new UUID(2, k), "books", Map.of("genre", List.of(k < 10 ? "Space" : "Love")));
    }

    /** Somebody who liked so many books of space, and disliked so many of love. */
    private static History reader(int likes, int dislikes) {
        return new History(
                IntStream.range(0, likes + dislikes)
                        .mapToObj(k -> new History.Event(new UUID(2, k < likes ? k : 10 + k - likes), k < likes))
                        .toList(),
                Person.UNKNOWN);
    }

    private static double demographic(Knowledge knowledge, Person person, UUID item) {
        return value(knowledge, new History(List.of(), person), item, EvidenceSource.DEMOGRAPHIC_KNOWLEDGE);
    }

    private static double value(Knowledge knowledge, History history, UUID item, EvidenceSource source) {
        double[] values = new double[EvidenceSource.COUNT];
        Arrays.fill(values, Double.NaN);
        knowledge.about(history).values(item, MAY, values);
        return values[source.ordinal()];
    }
}
