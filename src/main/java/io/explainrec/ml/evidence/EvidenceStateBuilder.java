package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.Tallies.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes interactions in the order (time, arrival). Not safe to share between threads. */
public final class EvidenceStateBuilder {
    private final Tallies tallies;

    /** The newest verdict of each user on each item, in the order in which they were given. */
    private final Map<UUID, LinkedHashMap<Integer, Verdict>> verdicts = new HashMap<>();

    /** With the stated half-life and smoothing. */
    public EvidenceStateBuilder() {
        this(Recency.STATED);
    }

    /**
     * @param recency of what the states are built with
     */
    public EvidenceStateBuilder(Recency recency) {
        tallies = new Tallies(recency);
    }

    /**
     * Adds the next interaction. A second verdict on an item replaces the user's first.
     *
     * @param userGroups the user's groups, see {@link Groups}
     * @throws IllegalArgumentException where it is earlier than the one before
     */
    public EvidenceStateBuilder add(
            UUID user, List<String> userGroups, UUID item, UUID domain, boolean liked, Instant at) {
        if (tallies.items() > 0 && at.isBefore(tallies.asOf())) {
            throw new IllegalArgumentException("an interaction of " + at + " came after one of " + tallies.asOf()
                    + "; expected them in the order of time");
        }
        int number = tallies.number(item, domain);
        LinkedHashMap<Integer, Verdict> own = verdicts.computeIfAbsent(user, u -> new LinkedHashMap<>());
        Verdict before = own.remove(number); // or its place among the user's verdicts would stay the old one
        own.put(number, new Verdict(liked, at.getEpochSecond()));
        tallies.add(number, userGroups, liked, before, at);
        return this;
    }

    /** Time of the last interaction; the epoch where there is none. */
    public Instant asOf() {
        return tallies.asOf();
    }

    /**
     * The state as of the last interaction; the builder may go on.
     *
     * @param learned at the last fit; {@link Learned#NONE} where there was none
     */
    public EvidenceState build(Learned learned) {
        return build(learned, Knowledge.NONE);
    }

    /** The same with a snapshot of the knowledge base. */
    public EvidenceState build(Learned learned, Knowledge knowledge) {
        return new EvidenceState(tallies.copy(), Neighbours.of(likedByUser(), tallies.items()), learned, knowledge);
    }

    /**
     * A state with what another one learned, and counts that go on with this builder: for replaying events one by one. It belongs
     * to the builder's thread.
     */
    public EvidenceState following(EvidenceState learned) {
        return new EvidenceState(tallies, learned.neighbours(), learned.learned(), learned.knowledge());
    }

    /** Numbers of what each user likes, newest last. */
    private Collection<int[]> likedByUser() {
        return verdicts.values().stream()
                .map(own -> own.entrySet().stream()
                        .filter(entry -> entry.getValue().liked())
                        .mapToInt(Map.Entry::getKey)
                        .toArray())
                .toList();
    }
}
