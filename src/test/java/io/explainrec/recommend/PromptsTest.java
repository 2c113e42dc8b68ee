package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.Domain;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Knowledge;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PromptsTest {
    private static final Domain FILMS = new Domain(UUID.randomUUID(), "films", "Films", null, null, null, false);
    private static final UUID HEAT = UUID.randomUUID();
    private static final Map<String, List<String>> CRIME = Map.of("genre", List.of("Crime"));
    private static final Person YOUNG = new Person("18-24", null, null);
    private static final String FOUND = "people aged 18-24 say Yes to Crime more often";

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

    @Test
    void aModelThatLearnedFromFindingsReadsThem() {
        Prompts prompts = prompts(new PromptStyle(10, false, false, true), YOUNG);
        assertThat(prompts.profile(List.of()).known()).containsExactly(FOUND);
        assertThat(prompts.candidate(HEAT, "Heat", CRIME).knowledge()).containsExactly(FOUND);
        assertThat(prompts.candidate(UUID.randomUUID(), "Up", CRIME).knowledge())
                .as("an item that is not in the state")
                .isEmpty();
    }

    @Test
    void nobodyElseDoes() {
        for (PromptStyle style : new PromptStyle[] {null, new PromptStyle(10, true, false, false)}) {
            Prompts prompts = prompts(style, YOUNG);
            assertThat(prompts.profile(List.of()).known()).isEmpty();
            assertThat(prompts.candidate(HEAT, "Heat", CRIME).knowledge()).isEmpty();
        }
    }

    @Test
    void ofSomebodyWhoSaysNothingNothingIsTold() {
        Prompts prompts = prompts(new PromptStyle(10, false, false, true), Person.UNKNOWN);
        assertThat(prompts.profile(List.of()).known()).isEmpty();
    }
}
