package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static Map<String, int[]> of(Interactions all, int cut, List<UserGroup> groups) {
        Map<String, int[]> found = new HashMap<>();
        Segments.of(all.slice(0, cut), all.slice(cut, all.size()), groups)
                .forEach(segment -> found.put(segment.name(), segment.rows()));
        return found;
    }

    @Test
    void rowsAreToldApartByWhatWasBeforeTheCut() {
        InteractionsBuilder builder = new InteractionsBuilder();
        // Ten rows of a busy user: six of item a, three of b, one of c.
        for (int k = 0; k < 10; k++) {
            builder.add("busy", k < 6 ? "a" : k < 9 ? "b" : "c", true, Float.NaN, Instant.ofEpochSecond(k));
        }
        for (String item : List.of("a", "b", "c", "unseen")) {
            builder.add("busy", item, true, Float.NaN, Instant.ofEpochSecond(20));
            builder.add("newcomer", item, false, Float.NaN, Instant.ofEpochSecond(20));
        }
        Map<String, int[]> found = of(builder.build(), 10, List.of());
        assertThat(found.get("history-0")).containsExactly(1, 3, 5, 7);
        assertThat(found.get("history-1-9")).isEmpty();
        assertThat(found.get("history-10-49")).containsExactly(0, 2, 4, 6);
        assertThat(found.get("history-50-plus")).isEmpty();
        assertThat(found.get("popularity-rare")).containsExactly(4, 5, 6, 7);
        assertThat(found.get("popularity-middle")).containsExactly(2, 3);
        assertThat(found.get("popularity-popular")).containsExactly(0, 1);
        assertThat(found.keySet()).noneMatch(name -> name.startsWith("domain-"));
    }

    @Test
    void groupsNeedTwentyUsersWithBothLabels() {
        String[] lines = IntStream.range(0, 50)
                .mapToObj(k -> "u" + k / 2 + " i" + (k % 2 == 0 ? " + " : " - ") + (k + 1))
                .toArray(String[]::new);
        Interactions all = Made.rows(lines);
        boolean[] enough = new boolean[all.users()];
        boolean[] few = new boolean[all.users()];
        Arrays.fill(enough, 0, 20, true);
        Arrays.fill(few, 0, 19, true);
        Map<String, int[]> found =
                of(all, 0, List.of(new UserGroup("Age 25/34", enough), new UserGroup("gender-female", few)));
        assertThat(found.get("age-25-34")).hasSize(40);
        assertThat(found).doesNotContainKey("gender-female");
    }

    @Test
    void namesThatAreWrittenAlikeAreToldApart() {
        assertThat(PartNames.of(List.of("Sci Fi", "sci-fi", "sci-fi-2", "books")))
                .containsExactly("sci-fi", "sci-fi-2", "sci-fi-2-2", "books");
    }

    @Test
    void domainsAreToldApartWhereThereAreSeveral() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("a", "Books & more", "x", true, Float.NaN, null);
        builder.add("a", "films", "x", true, Float.NaN, null);
        Map<String, int[]> found = of(builder.build(), 0, List.of());
        assertThat(found.get("domain-books-more")).containsExactly(0);
        assertThat(found.get("domain-films")).containsExactly(1);
    }
}
