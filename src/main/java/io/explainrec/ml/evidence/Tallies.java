package io.explainrec.ml.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counts of likes and verdicts, running: of items, of groups, of domains, each person's newest verdict alone. Items are numbered
 * in the order in which they came. {@link EvidenceStateBuilder} writes them; who reads them while it does must be its thread.
 */
final class Tallies {
    private static final int[] NOBODY = new int[2];

    private final Map<UUID, Integer> index;
    private final List<UUID> ids;
    private final List<UUID> domains;
    private final Map<String, Map<Integer, int[]>> groups;
    private final Map<UUID, int[]> totals;
    private int[] likes;
    private int[] counts;
    /** Decayed likes as of the item's last like. */
    private double[] recent;
    /** Second of the item's last like. */
    private long[] recentAt;
    /** Decayed verdicts as of the item's last. */
    private double[] attention;

    private long[] attentionAt;
    /** Second of the item's first verdict. */
    private long[] firstAt;

    private Instant asOf = Instant.EPOCH;

    /** How fast they decay. */
    private final Recency recency;

    Tallies(Recency recency) {
        this.recency = recency;
        index = new HashMap<>();
        ids = new ArrayList<>();
        domains = new ArrayList<>();
        groups = new HashMap<>();
        totals = new HashMap<>();
        likes = new int[64];
        counts = new int[64];
        recent = new double[64];
        recentAt = new long[64];
        attention = new double[64];
        attentionAt = new long[64];
        firstAt = new long[64];
    }

    private Tallies(Tallies from) {
        index = Map.copyOf(from.index);
        ids = List.copyOf(from.ids);
        domains = List.copyOf(from.domains);
        groups = new HashMap<>();
        from.groups.forEach((name, tallies) -> groups.put(name, copy(tallies)));
        totals = copy(from.totals);
        int n = from.ids.size();
        likes = Arrays.copyOf(from.likes, n);
        counts = Arrays.copyOf(from.counts, n);
        recent = Arrays.copyOf(from.recent, n);
        recentAt = Arrays.copyOf(from.recentAt, n);
        attention = Arrays.copyOf(from.attention, n);
        attentionAt = Arrays.copyOf(from.attentionAt, n);
        firstAt = Arrays.copyOf(from.firstAt, n);
        asOf = from.asOf;
        recency = from.recency;
    }

    private static <K> Map<K, int[]> copy(Map<K, int[]> tallies) {
        Map<K, int[]> copy = new HashMap<>();
        tallies.forEach((key, tally) -> copy.put(key, tally.clone()));
        return copy;
    }

    /** As they are now; never written again. */
    Tallies copy() {
        return new Tallies(this);
    }

    /**
     * Adds a verdict in the place of the person's one before.
     *
     * @param before null where it is the person's first on this item
     */
    void add(int item, List<String> userGroups, boolean liked, Verdict before, Instant at) {
        asOf = at;
        boolean likedBefore = before != null && before.liked();
        int oneMore = before == null ? 1 : 0;
        int likeMore = (liked ? 1 : 0) - (likedBefore ? 1 : 0);
        counts[item] += oneMore;
        likes[item] += likeMore;
        add(totals.computeIfAbsent(domains.get(item), d -> new int[2]), likeMore, oneMore);
        for (String group : userGroups) {
            Map<Integer, int[]> own = groups.computeIfAbsent(group, g -> new HashMap<>());
            add(own.computeIfAbsent(item, k -> new int[2]), likeMore, oneMore);
        }
        if (likedBefore) {
            // Exactly nothing is left of the last like, and never less, whatever rounding says.
            double left = recent[item] - recency.left(recentAt[item] - before.second());
            recent[item] = likes[item] == 0 ? 0 : Math.max(0, left);
        }
        long second = at.getEpochSecond();
        if (attention[item] == 0) {
            firstAt[item] = second;
        }
        attention[item] = left(attention[item], second - attentionAt[item]) + 1;
        attentionAt[item] = second;
        if (liked) {
            recent[item] = left(recent[item], second - recentAt[item]) + 1;
            recentAt[item] = second;
        }
    }

    /** A verdict and its second. */
    record Verdict(boolean liked, long second) {}

    private static void add(int[] tally, int likeMore, int oneMore) {
        tally[0] += likeMore;
        tally[1] += oneMore;
    }

    /** What is left of a count after so many seconds; nothing of none, whenever that was. */
    private double left(double count, long seconds) {
        return count == 0 ? 0 : count * recency.left(seconds);
    }

    /** The item's number, given where it is new. */
    int number(UUID item, UUID domain) {
        return index.computeIfAbsent(item, id -> {
            ids.add(id);
            domains.add(domain);
            if (ids.size() > likes.length) {
                grow(2 * ids.size());
            }
            return ids.size() - 1;
        });
    }

    private void grow(int size) {
        likes = Arrays.copyOf(likes, size);
        counts = Arrays.copyOf(counts, size);
        recent = Arrays.copyOf(recent, size);
        recentAt = Arrays.copyOf(recentAt, size);
        attention = Arrays.copyOf(attention, size);
        attentionAt = Arrays.copyOf(attentionAt, size);
        firstAt = Arrays.copyOf(firstAt, size);
    }

    /** The item's number; null where it is not known. */
    Integer number(UUID item) {
        return index.get(item);
    }

    int items() {
        return ids.size();
    }

    UUID id(int item) {
        return ids.get(item);
    }

    UUID domain(int item) {
        return domains.get(item);
    }

    int likes(int item) {
        return likes[item];
    }

    int count(int item) {
        return counts[item];
    }

    /** Likes, each by its age against the last event's: half after {@link Recency#halfLifeSeconds}. */
    double recent(int item) {
        return left(recent[item], asOf.getEpochSecond() - recentAt[item]);
    }

    /** Orders as {@link #recent} does, and also where next to nothing is left; negative infinity without a like. */
    double recentOrder(int item) {
        return Math.log(recent[item]) - recency.halfLives(asOf.getEpochSecond() - recentAt[item]) * Math.log(2);
    }

    /** Verdicts, a person's earlier ones too, each by its age as in {@link #recent}. */
    double attention(int item) {
        return left(attention[item], asOf.getEpochSecond() - attentionAt[item]);
    }

    /** Seconds from the item's first verdict to the last event. */
    long age(int item) {
        return asOf.getEpochSecond() - firstAt[item];
    }

    /** Likes and verdicts of a group on an item. */
    int[] group(String name, int item) {
        return group(name).getOrDefault(item, NOBODY);
    }

    /** By item that any of a group spoke of, its likes and verdicts; not to be written. */
    Map<Integer, int[]> group(String name) {
        return groups.getOrDefault(name, Map.of());
    }

    /** Likes and verdicts of a domain. */
    int[] total(UUID domain) {
        return totals.getOrDefault(domain, NOBODY);
    }

    Recency recency() {
        return recency;
    }

    Instant asOf() {
        return asOf;
    }
}
