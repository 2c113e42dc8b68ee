package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.train.ModelCard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnedBeforeTest {
    private static final Interactions TIMED = Made.shop(30, 8, 10, 5);
    private static final Interactions UNTIMED = Made.rows(IntStream.range(0, 200)
            .mapToObj(k -> "u" + k % 20 + " i" + k % 9 + (k % 3 == 0 ? " +" : " -"))
            .toArray(String[]::new));

    private static ModelCard card(String fingerprint) {
        return card(null, fingerprint);
    }

    private static ModelCard card(ModelCard.Before before, String fingerprint) {
        var data = new Manifest(
                1, "films", null, InstructionBuilder.Options.DEFAULT, "by hand", Map.of(), null, fingerprint);
        return new ModelCard(1, null, null, data, null, before, null, null, null, Map.of());
    }

    private static String note(Interactions all, Interactions evaluated) {
        List<String> notes = LearnedBefore.notes(card(InstructionSplit.of(all).fingerprint()), all, evaluated);
        assertThat(notes).hasSize(1);
        return notes.getFirst();
    }

    @Test
    void inTimeTheLastRowsAreNoneThatWereLearnedFrom() {
        assertThat(note(TIMED, TIMED))
                .startsWith("the language model learned from films (by hand), these very data; no row ");
    }

    @Test
    void ofTheFirstRowsTheLastWereLearnedFrom() {
        assertThat(note(TIMED, TIMED.slice(0, TIMED.size() * 8 / 10)))
                .contains("these very data; in frozen it is asked about rows that it learned from");
    }

    @Test
    void inFoldsUsersAreScoredWhoWereLearnedFrom() {
        assertThat(note(UNTIMED, UNTIMED)).contains("in folds it is asked about rows that it learned from");
    }

    @Test
    void fromDomainToDomainRowsOfAllTimesAreScored() {
        InteractionsBuilder rows = new InteractionsBuilder();
        for (int k = 0; k < 100; k++) {
            rows.add(
                    "u" + k % 7, k % 2 == 0 ? "books" : "films", "i" + k % 11, k % 3 == 0, 1, Instant.ofEpochSecond(k));
        }
        Interactions all = rows.build();
        assertThat(note(all, all)).contains("in cross-domain it is asked");
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThat(LearnedBefore.notes(card(null), TIMED, TIMED))
                .singleElement()
                .asString()
                .contains("is not known, since its card does not say");
        ModelCard other = card(new ModelCard.Before(card(null), "00"), "abc");
        assertThat(LearnedBefore.notes(other, UNTIMED, UNTIMED))
                .hasSize(2)
                .last()
                .asString()
                .contains("these are other interactions");
        Interactions mixed = Made.rows("a x + 1", "b x -");
        assertThat(LearnedBefore.notes(card("abc"), mixed, mixed))
                .singleElement()
                .asString()
                .contains("these are other interactions");
    }
}
