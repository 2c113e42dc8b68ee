package io.explainrec.ml.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What everybody's interactions say, as of the last of them: the immutable part of the evidence that is common to all
 * requests. Evaluation builds it from files and serving from SQL, through the same {@link Builder}, so that what is measured is
 * what is served.
 */
public final class EvidenceState {
    /** Half of a like's weight in recent popularity is gone after this time. */
    public static final Duration HALF_LIFE = Duration.ofDays(14);

    /** Observations that the global share of likes counts for in an item's share. */
    static final double ITEM_PRIOR = 5;
    /** Observations that an item's share counts for in a group's. */
    static final double GROUP_PRIOR = 20;
    /** Events of a group on an item below which the group says nothing. */
    static final int GROUP_FLOOR = 5;

    private final Instant asOf;
    private final Map<UUID, Integer> index;
    private final UUID[] ids;
    private final UUID[] domains;
    private final int[] likes;
    private final int[] counts;
    private final double[] recent;
    private final Map<String, int[][]> groups;
    private final Map<UUID, double[]> domainTotals;
    private final Neighbours neighbours;

    private EvidenceState(Builder builder) {
        int n = builder.ids.size();
        asOf = builder.asOf;
        index = Map.copyOf(builder.index);
        ids = builder.ids.toArray(UUID[]::new);
        domains = builder.domains.toArray(UUID[]::new);
        likes = Arrays.copyOf(builder.likes, n);
        counts = Arrays.copyOf(builder.counts, n);
        recent = new double[n];
        double perSecond = Math.log(2) / HALF_LIFE.toSeconds();
        for (int i = 0; i < n; i++) {
            // Kept as the value at the item's last like; brought to one common moment here.
            recent[i] = builder.recent[i] * Math.exp(-perSecond * (asOf.getEpochSecond() - builder.recentAt[i]));
        }
        groups = new HashMap<>(builder.groups); // the builder may go on
        groups.replaceAll((name, tallies) -> new int[][] {Arrays.copyOf(tallies[0], n), Arrays.copyOf(tallies[1], n)});
        domainTotals = new HashMap<>();
        for (int i = 0; i < n; i++) {
            double[] total = domainTotals.computeIfAbsent(domains[i], d -> new double[2]);
            total[0] += likes[i];
            total[1] += counts[i];
        }
        neighbours = Neighbours.of(builder.likedByUser, likes);
    }

    /** Time of the last interaction; the epoch where there is none. */
    public Instant asOf() {
        return asOf;
    }

    /** Log-odds of a like in the domain, over everybody and everything; 0 where nothing is known. */
    public double base(UUID domain) {
        double[] total = domainTotals.getOrDefault(domain, new double[2]);
        return Shrinkage.logit(Shrinkage.share(total[0], total[1], 0.5, 2));
    }

    /** Items of the domain that were liked most lately, best first. */
    public List<UUID> recentlyPopular(UUID domain, int limit) {
        return best(domain, limit, i -> recent[i]);
    }

    /** Items of the domain that the finest known group of these liked most, best first. */
    public List<UUID> popularInGroup(UUID domain, List<String> names, int limit) {
        for (String name : names) {
            int[][] tallies = groups.get(name);
            if (tallies != null) {
                return best(domain, limit, i -> tallies[0][i]);
            }
        }
        return List.of();
    }

    /** Items of the domain that are liked by those who liked what the user liked, best first. */
    public List<UUID> neighbours(UUID domain, History history, int limit) {
        Map<Integer, Double> scores = new HashMap<>();
        for (History.Event event : history.events()) {
            Integer from = index.get(event.itemId());
            if (event.liked() && from != null) {
                neighbours.each(from, (to, similarity) -> {
                    if (domains[to].equals(domain)) {
                        scores.merge(to, similarity, Double::sum);
                    }
                });
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(entry -> ids[entry.getKey()])
                .toList();
    }

    /** How many liked the item, and how many said anything. */
    public Tally tally(UUID item) {
        Integer i = index.get(item);
        return i == null ? new Tally(0, 0) : new Tally(likes[i], counts[i]);
    }

    /** Likes among so many events. */
    public record Tally(int likes, int count) {}

    /** The evidence of all sources that interactions feed; content and language model are added by whoever has them. */
    public List<Evidence> evidence(UUID item, UUID domain, History history) {
        Integer i = index.get(item);
        return List.of(
                userBias(domain, history),
                itemBias(i, domain),
                i == null
                        ? Evidence.masked(EvidenceSource.RECENT_POPULARITY)
                        : Evidence.of(EvidenceSource.RECENT_POPULARITY, Math.log1p(recent[i])),
                group(i, history),
                neighbours(i, history));
    }

    private Evidence userBias(UUID domain, History history) {
        int n = history.events().size();
        if (n == 0) {
            return Evidence.masked(EvidenceSource.USER_BIAS);
        }
        // Pulled towards the domain's own share, so that a first like never counts against the user.
        double prior = 1 / (1 + Math.exp(-base(domain)));
        double share = Shrinkage.share(history.likes(), n, prior, 2);
        return Evidence.of(EvidenceSource.USER_BIAS, Shrinkage.logit(share) - base(domain));
    }

    private Evidence itemBias(Integer i, UUID domain) {
        if (i == null || counts[i] == 0) {
            return Evidence.masked(EvidenceSource.ITEM_BIAS);
        }
        return Evidence.of(EvidenceSource.ITEM_BIAS, Shrinkage.logit(itemShare(i)) - base(domain));
    }

    private double itemShare(int i) {
        double[] total = domainTotals.get(domains[i]);
        return Shrinkage.share(likes[i], counts[i], Shrinkage.share(total[0], total[1], 0.5, 2), ITEM_PRIOR);
    }

    private Evidence group(Integer i, History history) {
        if (i != null) {
            for (String name : history.groups()) {
                int[][] tallies = groups.get(name);
                if (tallies != null && tallies[1][i] >= GROUP_FLOOR) {
                    double ownShare = Shrinkage.share(tallies[0][i], tallies[1][i], itemShare(i), GROUP_PRIOR);
                    return Evidence.of(EvidenceSource.GROUP, Shrinkage.logit(ownShare) - Shrinkage.logit(itemShare(i)));
                }
            }
        }
        return Evidence.masked(EvidenceSource.GROUP);
    }

    private Evidence neighbours(Integer i, History history) {
        if (i == null) {
            return Evidence.masked(EvidenceSource.NEIGHBOURS);
        }
        record Similar(UUID item, double similarity) {}
        List<Similar> liked = new ArrayList<>();
        double sum = 0;
        int similar = 0;
        for (History.Event event : history.events()) {
            Integer j = index.get(event.itemId());
            double similarity = j == null ? 0 : neighbours.similarity(i, j);
            if (similarity > 0) {
                similar++;
                sum += event.liked() ? similarity : -similarity;
                if (event.liked()) {
                    liked.add(new Similar(event.itemId(), similarity));
                }
            }
        }
        if (similar == 0) {
            return Evidence.masked(EvidenceSource.NEIGHBOURS);
        }
        List<UUID> because = liked.stream()
                .sorted(Comparator.comparingDouble(Similar::similarity).reversed())
                .limit(3)
                .map(Similar::item)
                .toList();
        // Divided by the root of how many there are, so that a long history does not drown the other sources.
        return new Evidence(EvidenceSource.NEIGHBOURS, sum / Math.sqrt(similar), false, because);
    }

    private List<UUID> best(UUID domain, int limit, java.util.function.IntToDoubleFunction score) {
        return IntStream.range(0, ids.length)
                .filter(i -> domains[i].equals(domain) && score.applyAsDouble(i) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(score::applyAsDouble)
                        .reversed())
                .limit(limit)
                .map(i -> ids[i])
                .toList();
    }

    /** Takes interactions in the order (time, arrival). Not safe to share between threads. */
    public static final class Builder {
        private final Map<UUID, Integer> index = new HashMap<>();
        private final List<UUID> ids = new ArrayList<>();
        private final List<UUID> domains = new ArrayList<>();
        private int[] likes = new int[64];
        private int[] counts = new int[64];
        private double[] recent = new double[64];
        private long[] recentAt = new long[64];
        private final Map<String, int[][]> groups = new HashMap<>();
        private final Map<UUID, List<Integer>> likedByUser = new HashMap<>();
        private Instant asOf = Instant.EPOCH;

        /**
         * Adds the next interaction.
         *
         * @param userGroups the user's groups, see {@link Groups}
         * @throws IllegalArgumentException where it is earlier than the one before
         */
        public Builder add(UUID user, List<String> userGroups, UUID item, UUID domain, boolean liked, Instant at) {
            if (at.isBefore(asOf)) {
                throw new IllegalArgumentException("an interaction of " + at + " came after one of " + asOf
                        + "; expected them in the order of time");
            }
            asOf = at;
            int i = index.computeIfAbsent(item, id -> {
                ids.add(id);
                domains.add(domain);
                return ids.size() - 1;
            });
            grow(i);
            counts[i]++;
            if (liked) {
                likes[i]++;
                double decay = Math.exp(-Math.log(2) / HALF_LIFE.toSeconds() * (at.getEpochSecond() - recentAt[i]));
                recent[i] = recent[i] * decay + 1;
                recentAt[i] = at.getEpochSecond();
                likedByUser.computeIfAbsent(user, u -> new ArrayList<>()).add(i);
            }
            for (String group : userGroups) {
                int[][] tallies = groups.computeIfAbsent(group, g -> new int[2][Math.max(64, i + 1)]);
                if (tallies[0].length <= i) {
                    tallies[0] = Arrays.copyOf(tallies[0], 2 * (i + 1));
                    tallies[1] = Arrays.copyOf(tallies[1], 2 * (i + 1));
                }
                tallies[0][i] += liked ? 1 : 0;
                tallies[1][i]++;
            }
            return this;
        }

        public EvidenceState build() {
            return new EvidenceState(this);
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
}
