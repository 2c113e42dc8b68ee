package io.explainrec.ml.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes interactions in the order (time, arrival). Not safe to share between threads. */
public final class EvidenceStateBuilder {
    final Map<UUID, Integer> index = new HashMap<>();
    final List<UUID> ids = new ArrayList<>();
    final List<UUID> domains = new ArrayList<>();
    final Map<String, Map<Integer, int[]>> groups = new HashMap<>();
    int[] likes = new int[64];
    int[] counts = new int[64];
    double[] recent = new double[64];
    long[] recentAt = new long[64];
    Instant asOf = Instant.EPOCH;

    /** The newest verdict of each user on each item, in the order in which they were given. */
    private final Map<UUID, LinkedHashMap<Integer, Verdict>> verdicts = new HashMap<>();

    /** A verdict and its second. */
    private record Verdict(boolean liked, long second) {}

    /**
     * Adds the next interaction. A second verdict on an item replaces the user's first.
     *
     * @param userGroups the user's groups, see {@link Groups}
     * @throws IllegalArgumentException where it is earlier than the one before
     */
    public EvidenceStateBuilder add(
            UUID user, List<String> userGroups, UUID item, UUID domain, boolean liked, Instant at) {
        if (at.isBefore(asOf)) {
            throw new IllegalArgumentException(
                    "an interaction of " + at + " came after one of " + asOf + "; expected them in the order of time");
        }
        asOf = at;
        int i = index.computeIfAbsent(item, id -> {
            ids.add(id);
            domains.add(domain);
            return ids.size() - 1;
        });
        grow(i);
        LinkedHashMap<Integer, Verdict> own = verdicts.computeIfAbsent(user, u -> new LinkedHashMap<>());
        Verdict before = own.remove(i); // or its place among the user's verdicts would stay the old one
        own.put(i, new Verdict(liked, at.getEpochSecond()));
        boolean likedBefore = before != null && before.liked();
        int oneMore = before == null ? 1 : 0;
        int likeMore = (liked ? 1 : 0) - (likedBefore ? 1 : 0);
        counts[i] += oneMore;
        likes[i] += likeMore;
        for (String group : userGroups) {
            int[] tally = groups.computeIfAbsent(group, g -> new HashMap<>()).computeIfAbsent(i, k -> new int[2]);
            tally[0] += likeMore;
            tally[1] += oneMore;
        }
        if (likedBefore) {
            // Exactly nothing is left of the last like, whatever rounding says.
            recent[i] = likes[i] == 0 ? 0 : recent[i] - weight(recentAt[i] - before.second());
        }
        if (liked) {
            recent[i] = recent[i] * weight(at.getEpochSecond() - recentAt[i]) + 1;
            recentAt[i] = at.getEpochSecond();
        }
        return this;
    }

    public EvidenceState build() {
        return new EvidenceState(this);
    }

    /** What is left of a like's weight after so many seconds. */
    private static double weight(long seconds) {
        return Math.exp(-Math.log(2) / EvidenceState.HALF_LIFE.toSeconds() * seconds);
    }

    /** Indices of what each user likes, newest last. */
    Collection<int[]> likedByUser() {
        return verdicts.values().stream()
                .map(own -> own.entrySet().stream()
                        .filter(entry -> entry.getValue().liked())
                        .mapToInt(Map.Entry::getKey)
                        .toArray())
                .toList();
    }

    private void grow(int i) {
        if (i >= likes.length) {
            int size = 2 * (i + 1);
            likes = Arrays.copyOf(likes, size);
            counts = Arrays.copyOf(counts, size);
            recent = Arrays.copyOf(recent, size);
            recentAt = Arrays.copyOf(recentAt, size);
        }
    }
}
