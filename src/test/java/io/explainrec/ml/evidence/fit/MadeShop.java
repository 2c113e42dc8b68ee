package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.DataSet.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A shop of two domains: films with ratings from 1 to 5, books with flags. One user in five has no demographics, one in twenty no
 * history, the first has more events than are read; some are of one second, some of one item twice.
 */
public final class MadeShop {
    /** Later than all that other tests tell of. */
    private static final Instant BEGIN = Instant.parse("2100-01-01T00:00:00Z");

    /** After the last event. */
    public static final Instant END = BEGIN.plus(Duration.ofDays(365));

    public static final String FILMS = "made-films";
    public static final String BOOKS = "made-books";
    private static final int ITEMS = 60;
    private static final int LONG = 400;
    private static final int EACH = 12;
    private static final List<String> GENRES = List.of("war", "love", "crime", "space");
    private static final List<String> AGES = List.of("18-24", "25-34", "56-plus");

    public final List<Person> people = new ArrayList<>();
    public final List<Event> events = new ArrayList<>();

    /**
     * One verdict.
     *
     * @param item number of the item, see {@link #item}
     * @param rating null where a flag alone was given
     */
    public record Event(int user, int item, boolean liked, Float rating, Instant at) {}

    public MadeShop(int users, long seed) {
        Random random = new Random(seed);
        Set<String> taken = new HashSet<>();
        for (int u = 0; u < users; u++) {
            boolean known = random.nextInt(5) > 0;
            people.add(
                    known
                            ? new Person(
                                    AGES.get(random.nextInt(3)),
                                    random.nextBoolean() ? "female" : "male",
                                    random.nextBoolean() ? "clerk" : null)
                            : Person.UNKNOWN);
            int n = u % 20 == 19 ? 0 : u == 0 ? LONG : 2 + random.nextInt(2 * EACH);
            int taste = random.nextInt(GENRES.size());
            for (int k = 0; k < n; k++) {
                int item = (int) (ITEMS * Math.pow(random.nextDouble(), 1.5));
                Instant at = BEGIN.plusSeconds(random.nextInt(users * 4) * 300L);
                if (taken.add(u + "/" + item + "/" + at)) {
                    boolean liked = random.nextDouble() < (item % GENRES.size() == taste ? 0.8 : 0.35);
                    Float rating =
                            film(item) ? Float.valueOf(liked ? 4 + random.nextInt(2) : 1 + random.nextInt(3)) : null;
                    events.add(new Event(u, item, liked, rating, at));
                }
            }
        }
        events.sort(Comparator.comparing(Event::at)); // stable: what is of one second keeps its order
    }

    public static int items() {
        return ITEMS;
    }

    private static boolean film(int item) {
        return item % 3 != 0;
    }

    /** Both domains have items of the same ids. */
    public static ItemName item(int item) {
        return new ItemName(film(item) ? FILMS : BOOKS, "i" + (film(item) ? item - item / 3 - 1 : item / 3));
    }

    static int number(ItemName name) {
        return IntStream.range(0, ITEMS)
                .filter(i -> item(i).equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static Map<String, List<String>> attributes(int item) {
        return Map.of("genre", List.of(GENRES.get(item % GENRES.size())), "year", List.of("" + (1980 + item % 30)));
    }

    /** As the loader of files makes it. */
    public DataSet dataSet() {
        InteractionsBuilder builder = new InteractionsBuilder();
        events.forEach(event -> builder.add(
                "u" + event.user,
                item(event.item).domain(),
                item(event.item).id(),
                event.liked,
                event.rating == null ? Float.NaN : event.rating,
                event.at));
        Interactions all = builder.build();
        List<ItemFacts> facts = IntStream.range(0, all.items())
                .map(i -> number(new ItemName(all.itemDomain(i), all.itemName(i))))
                .mapToObj(item -> new ItemFacts(item(item), "Item " + item, attributes(item), ""))
                .toList();
        List<Person> own = IntStream.range(0, all.users())
                .mapToObj(u -> people.get(Integer.parseInt(all.userName(u).substring(1))))
                .toList();
        return new DataSet(all, facts, own, Map.of(FILMS, new Scale(1, 5)), null);
    }
}
