package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Knowledge;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.evidence.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final Domain FILMS = new Domain(UUID.randomUUID(), "films", "Films", null, null, null, false);
    private static final UUID HEAT = UUID.randomUUID();
    private static final Map<String, List<String>> CRIME = Map.of("genre", List.of("Crime"));
    private static final Person YOUNG = new Person("18-24", null, null);
    private static final String FOUND = "people aged 18-24 say Yes to Crime more often, against their own level";

    private static EvidenceState state() {
        Subject crime = new Subject("films", "genre", "Crime");
        var tables = new KnowledgeTables(
                List.of(crime),
                Map.of(YOUNG, Map.of(crime, new Estimate(0.2, 0.02, "It is found."))),
                Map.of(),
                Map.of(),
                Map.of());
        Knowledge knowledge = new Knowledge(tables, List.of(new Knowledge.Described(HEAT, "films", CRIME)));
        return new EvidenceStateBuilder().build(Learned.NONE, knowledge);
    }

    private static Prompts prompts(PromptStyle style, Person person) {
        EvidenceState state = state();
        return new Prompts(style, state, FILMS, Map.of(), state.findings(new History(List.of(), person)));
    }

    private static Item crime(UUID id) {
        return new Item(id, FILMS.name(), "heat", "Heat", "", CRIME, null, false, null);
    }

    @Test
    void whatSomebodyJudgedComesWithWhatAllOthersSaid() {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        EvidenceStateBuilder builder = new EvidenceStateBuilder();
        builder.add(UUID.randomUUID(), List.of(), HEAT, FILMS.id(), true, at);
        EvidenceState state = builder.build(Learned.NONE, Knowledge.NONE);
        Prompts prompts = new Prompts(new PromptStyle(10, false, true, false), state, FILMS, Map.of(), Findings.NONE);
        assertThat(prompts.candidate(crime(HEAT)).knowledge()).hasSize(1);
        Requester.Event own = liked(at);
        assertThat(prompts.judged(own, crime(HEAT), true).knowledge())
                .as("the one verdict is their own")
                .isEmpty();
        assertThat(prompts.judged(own, crime(HEAT), false).knowledge())
                .as("of a newcomer, who is not stored")
                .hasSize(1);
        assertThat(prompts.judged(liked(at.plusSeconds(1)), crime(HEAT), true).knowledge())
                .as("said since the state was read")
                .hasSize(1);
    }

    @Test
    void whatCameInSinceWithAnEarlierTimeIsNotTakenAway() {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        EvidenceStateBuilder builder = new EvidenceStateBuilder();
        builder.add(UUID.randomUUID(), List.of(), UUID.randomUUID(), FILMS.id(), true, at);
        EvidenceState state = builder.build(Learned.NONE, Knowledge.NONE);
        Prompts prompts = new Prompts(new PromptStyle(10, false, true, false), state, FILMS, Map.of(), Findings.NONE);
        assertThat(prompts.judged(liked(at), crime(HEAT), true).knowledge())
                .as("nobody spoke of it")
                .isEmpty();
        assertThat(new Opinion(0, 3, 0.5).without(true)).isEqualTo(new Opinion(0, 3, 0.5));
        assertThat(new Opinion(3, 3, 0.5).without(false)).isEqualTo(new Opinion(3, 3, 0.5));
        assertThat(new Opinion(3, 3, 0.5).without(true)).isEqualTo(new Opinion(2, 2, 0.5));
    }

    private static Requester.Event liked(Instant at) {
        var told = new PromptStyle.Told("heat", "Heat", List.of(), true, at.getEpochSecond());
        return new Requester.Event(HEAT, FILMS.id(), new ItemReference("films", "heat", "Heat"), true, 1, null, told);
    }

    @Test
    void aModelThatLearnedFromFindingsReadsThem() {
        Prompts prompts = prompts(new PromptStyle(10, false, false, true), YOUNG);
        assertThat(prompts.profile(List.of()).known()).containsExactly(FOUND);
        assertThat(prompts.candidate(crime(HEAT)).knowledge()).containsExactly(FOUND);
        assertThat(prompts.candidate(crime(UUID.randomUUID())).knowledge())
                .as("an item that is not in the state")
                .isEmpty();
    }

    @Test
    void nobodyElseDoes() {
        for (PromptStyle style : new PromptStyle[] {null, new PromptStyle(10, true, false, false)}) {
            Prompts prompts = prompts(style, YOUNG);
            assertThat(prompts.profile(List.of()).known()).isEmpty();
            assertThat(prompts.candidate(crime(HEAT)).knowledge()).isEmpty();
        }
    }

    @Test
    void ofSomebodyWhoSaysNothingNothingIsTold() {
        Prompts prompts = prompts(new PromptStyle(10, false, false, true), Person.UNKNOWN);
        assertThat(prompts.profile(List.of()).known()).isEmpty();
    }
}
