package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FavouritesTest {
    private static final List<Subject> SUBJECTS = List.of(
            new Subject("films", "genre", "war"),
            new Subject("films", "mood", "tense"),
            new Subject("films", "setting", "space"),
            new Subject("books", "genre", "crime"),
            new Subject("films", "genre", "disliked"),
            new Subject("films", "mood", "disliked"),
            new Subject("films", "setting", "disliked"),
            new Subject("books", "genre", "disliked"));

    private final List<History.Event> events = new ArrayList<>();
    private final Map<UUID, int[]> valuesOf = new HashMap<>();

    @Test
    void theTwoSurestOfEachDomainCount() {
        said(0, 6);
        said(1, 20);
        said(2, 12);
        said(3, 5);
        assertThat(Favourites.of(events, valuesOf, SUBJECTS)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void ofThoseThatAreAsSureTheFirstByNameCount() {
        said(2, 8);
        said(1, 8);
        said(0, 8);
        assertThat(Favourites.of(events, valuesOf, SUBJECTS)).containsExactlyInAnyOrder(0, 1);
    }

    /** Likes of a value, and as many dislikes of the other one of its attribute: the level is a half. */
    private void said(int value, int times) {
        for (int i = 0; i < times; i++) {
            add(value, true);
            add(value + 4, false);
        }
    }

    private void add(int value, boolean liked) {
        UUID item = new UUID(value, events.size());
        valuesOf.put(item, new int[] {value});
        events.add(new History.Event(item, liked, liked ? 1 : 0));
    }
}
