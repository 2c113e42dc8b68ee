package io.explainrec.ml.attribution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reasons that are written from what a user said before of items with the same attributes: the one that sets the item most apart in
 * the verdict's direction, by its share of likes (shrunken by {@value #SHRINKAGE} events) less the user's own. There is none where
 * nothing that was said before points that way. What is said in one second does not count for what is said in the same.
 *
 * <p>Belongs to one thread.
 */
public final class DerivedReasons {
    private static final double SHRINKAGE = 3;
    private static final int FEWEST = 2;
    /** Items that are kept as support of a value, the newest. */
    private static final int SUPPORT = 20;

    private final Map<String, Counts> byValue = new LinkedHashMap<>();
    private final Counts all = new Counts();
    private final List<Said> ofThisSecond = new ArrayList<>();
    private long now;

    /** An event that does not count yet. */
    private record Said(String item, Collection<String> values, boolean liked) {}

    private static final class Counts {
        private int liked;
        private int events;
        private final List<String> items = new ArrayList<>();

        void add(String item, boolean like) {
            events++;
            liked += like ? 1 : 0;
            items.add(item);
        }
    }

    /**
     * A reason and what it rests on.
     *
     * @param value the attribute's value
     * @param liked earlier items with it that were liked
     * @param of earlier items with it
     * @param items ids of these, the newest last, at most {@value #SUPPORT}
     */
    public record Derived(String value, int liked, int of, List<String> items) {
        public Derived {
            items = List.copyOf(items);
        }

        /** In words. */
        public String text() {
            return "liked " + liked + " of " + of + " " + value + " before";
        }
    }

    /**
     * Goes on to a second: what was observed in earlier ones counts from now on.
     *
     * @param second not before the present one; {@link Long#MIN_VALUE} where no times are known, so that order alone counts
     */
    public void at(long second) {
        if (second != now || second == Long.MIN_VALUE) {
            ofThisSecond.forEach(said -> {
                all.add(said.item, said.liked);
                said.values.stream()
                        .distinct()
                        .forEach(value -> byValue.computeIfAbsent(value, v -> new Counts())
                                .add(said.item, said.liked));
            });
            ofThisSecond.clear();
            now = second;
        }
    }

    /** Takes in an event of the present second. */
    public void observe(String item, Collection<String> values, boolean liked) {
        ofThisSecond.add(new Said(item, values, liked));
    }

    /** Why a verdict in the present second on an item with these values. */
    public Optional<Derived> reason(Collection<String> values, boolean liked) {
        if (all.events == 0) {
            return Optional.empty();
        }
        double own = (double) all.liked / all.events;
        String best = null;
        double most = 0;
        for (String value : values) {
            Counts counts = byValue.get(value);
            if (counts != null && counts.events >= FEWEST) {
                double share = (counts.liked + SHRINKAGE * own) / (counts.events + SHRINKAGE);
                double apart = liked ? share - own : own - share;
                if (apart > most) {
                    most = apart;
                    best = value;
                }
            }
        }
        return Optional.ofNullable(best).map(value -> {
            Counts counts = byValue.get(value);
            int from = Math.max(0, counts.items.size() - SUPPORT);
            return new Derived(value, counts.liked, counts.events, counts.items.subList(from, counts.items.size()));
        });
    }
}
