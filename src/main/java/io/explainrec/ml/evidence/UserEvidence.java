package io.explainrec.ml.evidence;

import io.explainrec.ml.Logistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the sources that interactions feed say for one user: computed once as far as all candidates share it. Belongs to one thread;
 * content and the language model are added by whoever has them.
 */
public final class UserEvidence {
    /** Events that the domain's share counts for in a user's share. */
    private static final double USER_PRIOR = 2;
    /** Observations that an item's share counts for in a group's. */
    private static final double GROUP_PRIOR = 20;
    /** People of a group who spoke of an item, below which the group says nothing. */
    static final int GROUP_FLOOR = 5;

    private static final int MOST_BECAUSE = 3;

    private final EvidenceState state;
    private final Tallies tallies;
    private final History history;
    private final long likes;
    private final Learned.Reader learned;
    private final Knowledge.Reader knowledge;
    /** By item, the signed sum of its similarities to the history. */
    private final double[] similarities;
    /** By item, how many they are. */
    private final int[] similar;
    /** Whether any item is. */
    private boolean anySimilar;
    /** By domain, how many events of the history are of items of it that are known. */
    private final Map<UUID, Integer> eventsIn = new LinkedHashMap<>();
    /** By domain. */
    private final Map<UUID, Integer> eventsTold = new HashMap<>();

    UserEvidence(EvidenceState state, History history) {
        this.state = state;
        this.history = history;
        likes = history.likes();
        tallies = state.tallies();
        learned = state.learned().about(history);
        knowledge = state.knowledge().about(history);
        similarities = new double[tallies.items()];
        similar = new int[similarities.length];
        for (History.Event event : history.events()) {
            Integer from = tallies.number(event.itemId());
            if (from != null) {
                eventsIn.merge(tallies.domain(from), 1, Integer::sum);
                state.neighbours().each(from, (to, similarity) -> {
                    if (!state.isTold(from, tallies.domain(to))) {
                        return;
                    }
                    similarities[to] += event.liked() ? similarity : -similarity;
                    similar[to]++;
                    anySimilar = true;
                });
            }
        }
    }

    /** The history that it was made of. */
    public History history() {
        return history;
    }

    /** How many events of the history tell a taste in a domain: what {@link LeveledHead} goes by. */
    public int events(UUID domain) {
        return eventsTold.computeIfAbsent(domain, d -> (int) history.events().stream()
                .map(event -> tallies.number(event.itemId()))
                .filter(item -> item == null || state.isTold(item, d))
                .count());
    }

    /**
     * The values of an item, by {@link EvidenceSource#ordinal}; NaN where a source has nothing to say.
     *
     * @param domain of the item
     */
    public double[] values(UUID item, UUID domain) {
        double[] values = new double[EvidenceSource.COUNT];
        Arrays.fill(values, Double.NaN);
        int events = history.events().size();
        double base = state.base(domain);
        if (events > 0) {
            // Drawn to the share that is usual where it was said, so that a first like never counts against the user.
            double prior = eventsIn.isEmpty() ? state.domainShare(domain) : usual();
            put(
                    values,
                    EvidenceSource.USER_BIAS,
                    Logistic.logit(Shrinkage.share(likes, events, prior, USER_PRIOR)) - Logistic.logit(prior));
        }
        Integer i = tallies.number(item);
        if (i != null) {
            if (tallies.count(i) > 0) {
                put(values, EvidenceSource.ITEM_BIAS, Logistic.logit(state.share(i)) - base);
            }
            put(values, EvidenceSource.GROUP, group(i));
        }
        // That nobody liked it lately, or nobody who liked what the user did, is known too, of an item that nobody
        // spoke of as well.
        Recency recency = tallies.recency();
        double recent = i == null ? 0 : recency.popularity(tallies.recent(i));
        put(values, EvidenceSource.RECENT_POPULARITY, recent);
        put(values, EvidenceSource.POPULARITY, i == null ? 0 : Math.log1p(tallies.likes(i)));
        put(values, EvidenceSource.RECENT_ATTENTION, i == null ? 0 : recency.popularity(tallies.attention(i)));
        put(values, EvidenceSource.NOVELTY, i == null ? 0 : recency.newness(tallies.age(i)) * recent);
        put(values, EvidenceSource.EXPLORATION, 1 / Math.sqrt(1 + (i == null ? 0 : tallies.count(i))));
        if (anySimilar) {
            put(values, EvidenceSource.NEIGHBOURS, i == null ? 0 : nearness(i));
        }
        learned.values(item, state.learnedDomain(domain), values);
        knowledge.values(item, state.asOf(), values);
        return values;
    }

    private static void put(double[] values, EvidenceSource source, double value) {
        values[source.ordinal()] = value;
    }

    /** The evidence of an item, with the items of the history that it rests on. */
    public List<Evidence> of(UUID item, UUID domain) {
        double[] values = values(item, domain);
        List<Evidence> evidence = new ArrayList<>();
        for (EvidenceSource source : EvidenceSource.OF_INTERACTIONS) {
            double value = values[source.ordinal()];
            evidence.add(
                    Double.isNaN(value)
                            ? Evidence.masked(source)
                            : new Evidence(source, value, false, because(source, item, value)));
        }
        return evidence;
    }

    /** The strongest finding of the knowledge base by which a source speaks for an item, in plain words; empty where there is none. */
    public Optional<String> claim(EvidenceSource source, UUID item) {
        return knowledge.claim(source, item, state.asOf());
    }

    /** The share of likes that the domains of the history have by now, in the mean over its events. */
    private double usual() {
        double shares = 0;
        int events = 0;
        for (Map.Entry<UUID, Integer> in : eventsIn.entrySet()) {
            shares += in.getValue() * state.domainShare(in.getKey());
            events += in.getValue();
        }
        return shares / events;
    }

    /** 0 of an item that came later, too. */
    private double nearness(int item) {
        // Divided by the root of how many there are, so that a long history does not drown the other sources.
        return item < similar.length && similar[item] > 0 ? similarities[item] / Math.sqrt(similar[item]) : 0;
    }

    private double group(int item) {
        double share = state.share(item);
        for (String name : history.groups()) {
            int[] tally = tallies.group(name, item);
            if (tally[1] >= GROUP_FLOOR) {
                return Logistic.logit(Shrinkage.share(tally[0], tally[1], share, GROUP_PRIOR)) - Logistic.logit(share);
            }
        }
        return Double.NaN;
    }

    private List<UUID> because(EvidenceSource source, UUID item, double value) {
        return switch (source) {
            case NEIGHBOURS -> value == 0 ? List.of() : pulling(tallies.number(item), value);
            default -> learned.because(source, item, value);
        };
    }

    /** Those that pull the value's way, strongest first: likes where it speaks for the item, dislikes where against. */
    private List<UUID> pulling(int item, double value) {
        record Pull(UUID item, double strength) {}
        return history.events().stream()
                .filter(event -> tallies.number(event.itemId()) != null
                        && event.liked() == value > 0
                        && state.isTold(tallies.number(event.itemId()), tallies.domain(item)))
                .map(event ->
                        new Pull(event.itemId(), state.neighbours().similarity(tallies.number(event.itemId()), item)))
                .filter(pull -> pull.strength > 0)
                .sorted(Comparator.comparingDouble(pull -> -pull.strength))
                .limit(MOST_BECAUSE)
                .map(Pull::item)
                .toList();
    }
}
