package io.explainrec.catalog.demo;

import io.explainrec.catalog.demo.DemoShop.DemoEvent;
import io.explainrec.catalog.demo.DemoShop.DemoItem;
import io.explainrec.catalog.demo.DemoShop.DemoUser;
import io.explainrec.catalog.demo.DemoTruth.Association;
import io.explainrec.catalog.demo.DemoTruth.GroupTaste;
import io.explainrec.catalog.demo.DemoTruth.Season;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Generates the demo shop. A like has the log-odds
 *
 * <pre>-0.4 + generosity of the user + quality of the item
 *   + 2.2 if the item has a value that the user favours
 *   + planted effects of group, cross-domain association (books) and season (films)</pre>
 *
 * and what a user meets is drawn from a skewed popularity, a third of it among what the user favours.
 */
public final class DemoGenerator {
    private static final int FILMS = 240;
    private static final int BOOKS = 200;
    /** So many that the knowledge base, with its noise, finds each planted effect. */
    static final int PEOPLE = 1800;
    /** One of so many, the last ones, has 0 to 3 events. */
    private static final int COLD = 15;

    private static final int DAYS = 540;
    private static final double BASE = -0.4;
    private static final double TASTE = 2.2;
    private static final double FAVOURED_SHARE = 0.35;
    private static final double REASON_SHARE = 0.25;

    private static final List<GroupTaste> GROUPS = List.of(
            new GroupTaste("18-24", "female", "fantasy", 1.5),
            new GroupTaste("25-34", "male", "space adventure", 1.5),
            new GroupTaste("56-plus", null, "history", 1.6),
            new GroupTaste("under-18", null, "war", -1.5),
            new GroupTaste("35-44", "female", "travel", 1.4));
    private static final List<Association> ASSOCIATIONS = List.of(
            new Association("mystery", "history", 1.6),
            new Association("comedy", "horror", -1.6),
            new Association("music", "romance", 1.6));
    private static final List<Season> SEASONS =
            List.of(new Season("horror", List.of(10, 11), 1.5), new Season("romance", List.of(2), 1.5));

    private final long seed;
    private final Instant end;
    private final int people;
    private final SplittableRandom root;

    private DemoGenerator(long seed, Instant end, int people) {
        this.seed = seed;
        this.end = end;
        this.people = people;
        this.root = new SplittableRandom(seed);
    }

    /**
     * @param end time of the last events
     */
    public static DemoShop generate(long seed, Instant end) {
        return generate(seed, end, PEOPLE);
    }

    /** A shop of as many people as that, of which an effect is the surer to be seen the more they are. */
    public static DemoShop generate(long seed, Instant end, int people) {
        return new DemoGenerator(seed, end, people).shop();
    }

    private DemoShop shop() {
        SplittableRandom random = root.split();
        List<DemoItem> films = items(DemoShop.FILMS, "film", FILMS, random);
        List<DemoItem> books = items(DemoShop.BOOKS, "book", BOOKS, random);
        List<DemoUser> users = users(root.split());
        Map<String, List<String>> tastes = tastes(users, root.split());
        DemoTruth truth = new DemoTruth(seed, tastes, GROUPS, ASSOCIATIONS, SEASONS);
        List<DemoEvent> events = new ArrayList<>();
        Shelf filmShelf = new Shelf(films, root.split());
        Shelf bookShelf = new Shelf(books, root.split());
        for (int i = 0; i < users.size(); i++) {
            SplittableRandom own = root.split();
            double generosity = 0.6 * normal(own);
            boolean cold = i >= warm();
            meet(users.get(i), filmShelf, cold ? i % 4 : 20 + own.nextInt(30), generosity, truth, own, events);
            meet(users.get(i), bookShelf, cold ? 0 : 8 + own.nextInt(20), generosity, truth, own, events);
        }
        events.sort(Comparator.comparing(DemoEvent::at));
        return new DemoShop(films, books, users, List.copyOf(events), truth);
    }

    private static List<DemoItem> items(String domain, String kind, int count, SplittableRandom random) {
        Set<String> titles = new HashSet<>();
        List<DemoItem> items = new ArrayList<>();
        while (items.size() < count) {
            String title = "The " + pick(Vocabulary.ADJECTIVES, random) + " " + pick(Vocabulary.NOUNS, random);
            String genre = Vocabulary.GENRES.get(items.size() % Vocabulary.GENRES.size());
            String mood = pick(Vocabulary.MOODS, random);
            String setting = pick(Vocabulary.SETTINGS, random);
            if (titles.add(title)) {
                int number = items.size() + 1;
                String text = number % 29 == 0 ? "" : "A %s %s %s, set in %s.".formatted(mood, genre, kind, setting);
                items.add(new DemoItem(
                        domain,
                        "%s-%03d".formatted(kind, number),
                        title,
                        text,
                        genre,
                        mood,
                        setting,
                        number % 17 != 0));
            }
        }
        return List.copyOf(items);
    }

    private int warm() {
        return people - people / COLD;
    }

    private List<DemoUser> users(SplittableRandom random) {
        List<DemoUser> users = new ArrayList<>();
        for (int i = 1; i <= people; i++) {
            boolean silent = i % 12 == 0;
            users.add(new DemoUser(
                    "user-%03d".formatted(i),
                    silent ? null : pick(Vocabulary.AGE_BANDS, random),
                    silent ? null : pick(Vocabulary.GENDERS, random),
                    silent ? null : pick(Vocabulary.OCCUPATIONS, random),
                    silent ? null : pick(Vocabulary.REGIONS, random)));
        }
        return List.copyOf(users);
    }

    /** Every other user who is not cold favours one or two values. */
    private Map<String, List<String>> tastes(List<DemoUser> users, SplittableRandom random) {
        Map<String, List<String>> tastes = new TreeMap<>();
        for (int i = 0; i < warm(); i += 2) {
            // Half of them a value that reaches across domains, so that enough people show it.
            String genre =
                    random.nextInt(2) == 0 ? pick(ASSOCIATIONS, random).filmValue() : pick(Vocabulary.GENRES, random);
            tastes.put(
                    users.get(i).id(),
                    random.nextInt(2) == 0 ? List.of(genre) : List.of(genre, pick(Vocabulary.MOODS, random)));
        }
        return tastes;
    }

    private void meet(
            DemoUser user,
            Shelf shelf,
            int count,
            double generosity,
            DemoTruth truth,
            SplittableRandom random,
            List<DemoEvent> events) {
        List<String> favoured = truth.tastes().getOrDefault(user.id(), List.of());
        Set<DemoItem> met = new HashSet<>();
        for (int i = 0; i < count; i++) {
            DemoItem item = shelf.draw(favoured, random);
            if (!met.add(item)) {
                continue;
            }
            Instant at = end.minus(Duration.ofSeconds(random.nextLong(DAYS * 86_400L)));
            double logit = BASE + generosity + shelf.quality(item) + effects(user, item, at, favoured);
            boolean liked = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            Float rating = item.domain().equals(DemoShop.FILMS)
                    ? (float) (liked ? 4 + random.nextInt(2) : 1 + random.nextInt(3))
                    : null;
            String reason = random.nextDouble() < REASON_SHARE ? reason(item, liked, favoured, random) : null;
            events.add(new DemoEvent(user.id(), item, liked, rating, at, reason));
        }
    }

    private static double effects(DemoUser user, DemoItem item, Instant at, List<String> favoured) {
        double sum = favoured.stream().anyMatch(item::has) ? TASTE : 0;
        for (GroupTaste group : GROUPS) {
            boolean member = group.ageBand().equals(user.ageBand())
                    && (group.gender() == null || group.gender().equals(user.gender()));
            sum += member && item.has(group.value()) ? group.effect() : 0;
        }
        if (item.domain().equals(DemoShop.BOOKS)) {
            for (Association association : ASSOCIATIONS) {
                boolean applies = favoured.contains(association.filmValue())
                        && item.genre().equals(association.bookGenre());
                sum += applies ? association.effect() : 0;
            }
        } else {
            int month = at.atZone(ZoneOffset.UTC).getMonthValue();
            for (Season season : SEASONS) {
                sum += season.months().contains(month) && item.genre().equals(season.genre()) ? season.effect() : 0;
            }
        }
        return sum;
    }

    /** Names what is favoured in a like, and never in a dislike; null where all there is to dislike is favoured. */
    private static String reason(DemoItem item, boolean liked, List<String> favoured, SplittableRandom random) {
        List<String> own = List.of(item.genre(), item.mood());
        List<String> named =
                own.stream().filter(value -> favoured.contains(value) == liked).toList();
        if (liked) {
            return pick(Vocabulary.LIKED, random).formatted(pick(named.isEmpty() ? own : named, random));
        }
        return named.isEmpty() ? null : pick(Vocabulary.DISLIKED, random).formatted(pick(named, random));
    }

    static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    /** Standard normal by Box and Muller, the same on every JDK. */
    static double normal(SplittableRandom random) {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** A domain's items with their hidden quality and popularity. */
    private static final class Shelf {
        private static final double SKEW = 0.8;

        private final List<DemoItem> items;
        private final Map<DemoItem, Double> quality = new HashMap<>();
        private final Map<DemoItem, Double> popularity = new HashMap<>();

        Shelf(List<DemoItem> all, SplittableRandom random) {
            // The last of each hundred or so are new and nobody has met them.
            items = all.subList(0, all.size() - all.size() / 40);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                order.add(random.nextInt(order.size() + 1), i);
            }
            for (int rank = 0; rank < items.size(); rank++) {
                DemoItem item = items.get(order.get(rank));
                popularity.put(item, StrictMath.pow(rank + 3.0, -SKEW));
                quality.put(item, 0.7 * normal(random));
            }
        }

        double quality(DemoItem item) {
            return quality.get(item);
        }

        DemoItem draw(List<String> favoured, SplittableRandom random) {
            boolean byTaste = !favoured.isEmpty() && random.nextDouble() < FAVOURED_SHARE;
            List<DemoItem> from = byTaste
                    ? items.stream()
                            .filter(item -> favoured.stream().anyMatch(item::has))
                            .toList()
                    : items;
            double total = from.stream().mapToDouble(popularity::get).sum();
            double at = random.nextDouble() * total;
            for (DemoItem item : from) {
                at -= popularity.get(item);
                if (at <= 0) {
                    return item;
                }
            }
            return from.getLast();
        }
    }
}
