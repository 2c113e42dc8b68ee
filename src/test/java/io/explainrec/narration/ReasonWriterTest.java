package io.explainrec.narration;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.narration.ReasonWriter.Facts;
import io.explainrec.narration.ReasonWriter.Lift;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonWriterTest {
    private static final Facts FACTS = new Facts(7, 9, Map.of());

    @Test
    void namesTheItemsThatTheStrongestLiftRestsOn() {
        assertThat(write(
                        new Lift(EvidenceSource.ITEM_BIAS, 0.1, List.of()),
                        new Lift(EvidenceSource.CONTENT, 0.9, List.of("Alien", "Solaris", "Heat"))))
                .isEqualTo("It is close to “Alien”, “Solaris” and “Heat”, which you liked."
                        + " 7 of the 9 verdicts on it were likes.");
    }

    @Test
    void saysTwoThingsAtMost() {
        Lift[] all = Stream.of(EvidenceSource.values())
                .map(source -> new Lift(source, 1, List.of("Alien")))
                .toArray(Lift[]::new);
        assertThat(write(all).split("\\. ")).hasSize(2);
    }

    @Test
    void aLiftThatIsNegligibleOrNegativeIsNoReason() {
        assertThat(write(new Lift(EvidenceSource.LLM, 0.01, List.of()), new Lift(EvidenceSource.GROUP, -2, List.of())))
                .isEqualTo("Nothing about it stands out; it comes next in the order.");
    }

    @Test
    void aSourceThatNamesItemsIsSilentWithoutThem() {
        assertThat(write(
                        new Lift(EvidenceSource.NEIGHBOURS, 1, List.of()),
                        new Lift(EvidenceSource.RECENT_POPULARITY, 0.5, List.of())))
                .isEqualTo("Lately it was liked more than most of what else was considered.");
    }

    @Test
    void knowledgeIsAReasonWhereSomethingWasFound() {
        Lift lift = new Lift(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, 1, List.of());
        Facts found = new Facts(
                7, 9, Map.of(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, "Among clerks, war films are liked more often."));
        assertThat(ReasonWriter.write(List.of(lift), found)).isEqualTo("Among clerks, war films are liked more often.");
        assertThat(write(lift)).startsWith("Nothing about it stands out");
    }

    @Test
    void theUsersOwnLevelExplainsNoOrder() {
        assertThat(write(new Lift(EvidenceSource.USER_BIAS, 3, List.of()))).startsWith("Nothing about it stands out");
    }

    private static String write(Lift... lifts) {
        return ReasonWriter.write(List.of(lifts), FACTS);
    }
}
