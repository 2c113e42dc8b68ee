package io.explainrec.ml.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.attribution.PromptStyle.Told;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.text.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptStyleTest {
    private static final List<Told> EVENTS = List.of(
            new Told("1", "Heat", List.of("Crime"), true, 10),
            new Told("2", "Casino", List.of("Crime"), true, 20),
            new Told("3", "Bambi", List.of("Children"), false, 30),
            new Told("4", "Ronin", List.of("Crime"), true, 40));

    private static List<Profile.Event> written(PromptStyle style, List<Told> events) {
        return style.profile("film", events, Findings.NONE).history();
    }

    @Test
    void writesTheNewestWithReasonsOfAllThatWasBefore() {
        assertThat(written(new PromptStyle(2, true, false, false), EVENTS))
                .containsExactly(
                        new Profile.Event("Bambi", false, null),
                        new Profile.Event("Ronin", true, "liked 2 of 2 Crime before"));
    }

    @Test
    void writesNoReasonsWhereNoneWereLearned() {
        assertThat(written(new PromptStyle(300, false, false, false), EVENTS))
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.reason()).isNull());
        assertThat(written(new PromptStyle(0, true, false, false), EVENTS)).isEmpty();
        assertThat(written(new PromptStyle(5, true, false, false), List.of())).isEmpty();
    }
}
