package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TasteTest {
    private static final UUID EAST = UUID.randomUUID();
    private static final UUID NORTH = UUID.randomUUID();
    private static final UUID BARE = UUID.randomUUID();
    private static final Map<UUID, float[]> VECTORS = Map.of(EAST, new float[] {1, 0}, NORTH, new float[] {0, 1});

    @Test
    void pointsAtTheOneThingThatWasLiked() {
        Taste taste = Taste.of(history(event(EAST, true)), VECTORS).orElseThrow();
        assertThat(taste.direction()).containsExactly(1, 0);
        Evidence evidence = taste.evidence(new float[] {0.6f, 0.8f});
        assertThat(evidence.value()).isCloseTo(0.6, within(1e-6));
        assertThat(evidence.because()).containsExactly(EAST);
    }

    @Test
    void namesASecondLikeOnlyWhereItIsAboutAsNear() {
        Taste taste = Taste.of(history(event(EAST, true), event(NORTH, true)), VECTORS)
                .orElseThrow();
        assertThat(taste.evidence(new float[] {0.6f, 0.8f}).because()).containsExactly(NORTH);
        assertThat(taste.evidence(new float[] {0.69f, 0.72f}).because()).containsExactly(NORTH, EAST);
        assertThat(taste.evidence(new float[] {0, -1}).because())
                .as("none is near")
                .isEmpty();
    }

    @Test
    void newerLikesWeighMore() {
        float[] direction = Taste.of(history(event(EAST, true), event(NORTH, true)), VECTORS)
                .orElseThrow()
                .direction();
        // North is newer: east weighs 0.97 of it.
        assertThat((double) direction[0] / direction[1]).isCloseTo(0.97, within(1e-6));
    }

    @Test
    void turnsAwayFromWhatWasDisliked() {
        float[] direction = Taste.of(history(event(EAST, true), event(NORTH, false)), VECTORS)
                .orElseThrow()
                .direction();
        assertThat((double) direction[1] / direction[0]).isCloseTo(-0.25, within(1e-6));
    }

    @Test
    void hasNoDirectionWithoutALikeThatHasAVector() {
        assertThat(Taste.of(History.NONE, VECTORS)).isEmpty();
        assertThat(Taste.of(history(event(EAST, false)), VECTORS)).isEmpty();
        assertThat(Taste.of(history(event(BARE, true)), VECTORS)).isEmpty();
    }

    @Test
    void saysNothingOfAnItemWithoutAVector() {
        Taste taste = Taste.of(history(event(EAST, true)), VECTORS).orElseThrow();
        assertThat(taste.evidence(null).masked()).isTrue();
        assertThat(Taste.unknown().masked()).isTrue();
    }

    @Test
    void ofTwoVerdictsOnOneItemTheNewerStays() {
        History history = history(event(EAST, true), event(NORTH, true), event(EAST, false));
        assertThat(history.events()).containsExactly(event(NORTH, true), event(EAST, false));
    }

    private static History history(History.Event... events) {
        return new History(List.of(events), Person.UNKNOWN);
    }

    private static History.Event event(UUID item, boolean liked) {
        return new History.Event(item, liked);
    }
}
