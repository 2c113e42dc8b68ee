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
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What everybody's interactions say, as of the last of them: the immutable part of the evidence that is common to all
 * requests. Evaluation builds it from files and serving from SQL, through the same {@link EvidenceStateBuilder}, so that what is
 * measured is what is served. Shares count people: of a person who spoke of an item twice, the newest verdict.
 */
public final class EvidenceState {
    /** Half of a like's weight in recent popularity is gone after this time. */
    public static final Duration HALF_LIFE = Duration.ofDays(14);

    /** Observations that the global share of likes counts for in an item's share. */
    static final double ITEM_PRIOR = 5;
    /** Observations that an item's share counts for in a group's. */
    static final double GROUP_PRIOR = 20;
    /** People of a group who spoke of an item, below which the group says nothing. */
    static final int GROUP_FLOOR = 5;

    private static final int[] NOBODY = new int[2];

    private final Instant asOf;
    private final Map<UUID, Integer> index;
    private final UUID[] ids;
    private final UUID[] domains;
    private final int[] likes;
    private final int[] counts;
    private final double[] recent;
    /** Likes and verdicts by group and item. */
    private final Map<String, Map<Integer, int[]>> groups;

    private final Map<UUID, double[]> domainTotals;
    private final Neighbours neighbours;

    EvidenceState(EvidenceStateBuilder builder) {
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
        groups = new HashMap<>(); // a copy, since the builder may go on
        builder.groups.forEach((name, tallies) -> {
            Map<Integer, int[]> own = new HashMap<>();
            tallies.forEach((item, tally) -> own.put(item, tally.clone()));
            groups.put(name, own);
        });
        domainTotals = new HashMap<>();
        for (int i = 0; i < n; i++) {
            double[] total = domainTotals.computeIfAbsent(domains[i], d -> new double[2]);
            total[0] += likes[i];
            total[1] += counts[i];
        }
        neighbours = Neighbours.of(builder.likedByUser(), likes);
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
            Map<Integer, int[]> tallies = groups.get(name);
            if (tallies != null) {
                return best(domain, limit, i -> tallies.getOrDefault(i, NOBODY)[0]);
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
                int[] tally = groups.getOrDefault(name, Map.of()).getOrDefault(i, NOBODY);
                if (tally[1] >= GROUP_FLOOR) {
                    double ownShare = Shrinkage.share(tally[0], tally[1], itemShare(i), GROUP_PRIOR);
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
        record Similar(UUID item, double signed) {}
        List<Similar> similar = new ArrayList<>();
        double sum = 0;
        for (History.Event event : history.events()) {
            Integer j = index.get(event.itemId());
            double similarity = j == null ? 0 : neighbours.similarity(i, j);
            if (similarity > 0) {
                double signed = event.liked() ? similarity : -similarity;
                sum += signed;
                similar.add(new Similar(event.itemId(), signed));
            }
        }
        if (similar.isEmpty()) {
            return Evidence.masked(EvidenceSource.NEIGHBOURS);
        }
        // It rests on those that pull its own way: on likes where it speaks for the item, on dislikes where against.
        double way = Math.signum(sum);
        List<UUID> because = similar.stream()
                .filter(s -> s.signed() * way > 0)
                .sorted(Comparator.comparingDouble(s -> -Math.abs(s.signed())))
                .limit(3)
                .map(Similar::item)
                .toList();
        // Divided by the root of how many there are, so that a long history does not drown the other sources.
        return new Evidence(EvidenceSource.NEIGHBOURS, sum / Math.sqrt(similar.size()), false, because);
    }

    private List<UUID> best(UUID domain, int limit, IntToDoubleFunction score) {
        return IntStream.range(0, ids.length)
                .filter(i -> domains[i].equals(domain) && score.applyAsDouble(i) > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(score::applyAsDouble)
                        .reversed())
                .limit(limit)
                .map(i -> ids[i])
                .toList();
    }
}
