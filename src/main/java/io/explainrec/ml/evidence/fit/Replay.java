package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.evidence.Taste;
import io.explainrec.ml.evidence.UserEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A data set's past brought into an {@link EvidenceState}, the one that serves, and what may follow event by event. Belongs to one
 * thread.
 */
final class Replay {
    private final DataSet data;
    private final Interactions past;
    /** Null until something is observed: counting the past again takes time and memory, and most only ask. */
    private EvidenceStateBuilder builder;

    private EvidenceState state;
    private final UUID[] ids;
    private final Map<String, UUID> domains = new HashMap<>();
    private final List<List<History.Event>> histories = new ArrayList<>();
    /** By user, items that the state does not count the user's verdict on. */
    private final Map<Integer, Set<UUID>> uncounted = new HashMap<>();

    Replay(DataSet data, Interactions past, LearnedTables tables) {
        this.data = data;
        this.past = past;
        ids = IntStream.range(0, past.items()).mapToObj(Replay::item).toArray(UUID[]::new);
        for (int u = 0; u < past.users(); u++) {
            histories.add(new ArrayList<>());
        }
        Map<ItemName, UUID> named = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            named.put(data.items().get(i).name(), ids[i]);
        }
        Learned learned = new Learned(tables, named::get);
        builder = new EvidenceStateBuilder(learned.recency());
        for (int r = 0; r < past.size(); r++) {
            observe(past, r);
        }
        EvidenceState built = builder.build(learned, data.knowledgeOf(past));
        state = builder.following(built);
    }

    private Replay(Start from) {
        data = from.data;
        ids = from.ids;
        domains.putAll(from.domains);
        from.histories.forEach(history -> histories.add(new ArrayList<>(history)));
        past = from.past;
        state = from.state;
    }

    /** A past in as little memory as it takes, from which replays begin. Immutable. */
    static final class Start {
        private final DataSet data;
        private final Interactions past;
        private final UUID[] ids;
        private final Map<String, UUID> domains;
        private final List<List<History.Event>> histories;
        private final EvidenceState state;

        Start(DataSet data, Interactions past, LearnedTables tables) {
            Replay replay = new Replay(data, past, tables);
            this.data = data;
            this.past = past;
            ids = replay.ids;
            domains = Map.copyOf(replay.domains);
            histories = replay.histories.stream().map(List::copyOf).toList();
            state = replay.state;
        }

        /** One that begins here, for one thread. */
        Replay replay() {
            return new Replay(this);
        }
    }

    /** How the state knows an item. */
    static UUID item(int item) {
        return new UUID(0, item);
    }

    /** The item that the state knows so. */
    static int number(UUID item) {
        return (int) item.getLeastSignificantBits();
    }

    EvidenceState state() {
        return state;
    }

    UUID domain(int item) {
        return domains.computeIfAbsent(data.items().get(item).name().domain(), name -> new UUID(1, domains.size()));
    }

    /** Whether an item could not be recommended any more. */
    boolean isRetired(int item, long second) {
        return data.items().get(item).isRetired(second);
    }

    /** Takes in an event that has been. */
    void observe(Interactions events, int row) {
        if (builder == null) {
            builder = new EvidenceStateBuilder(state.learned().recency());
            for (int r = 0; r < past.size(); r++) {
                count(past, r);
            }
            state = builder.following(state);
        }
        count(events, row);
        histories.get(events.user(row)).add(event(events, row));
    }

    private void count(Interactions events, int row) {
        int user = events.user(row);
        int item = events.item(row);
        // Without times, everything counts as of one moment.
        builder.add(
                new UUID(2, user),
                data.people().get(user).groups(),
                ids[item],
                domain(item),
                events.liked(row),
                Instant.ofEpochSecond(events.untimed() == 0 ? events.second(row) : 0));
    }

    /** Takes in what an event says of its user alone. */
    void support(Interactions events, int row) {
        History.Event event = event(events, row);
        histories.get(events.user(row)).add(event);
        uncounted.computeIfAbsent(events.user(row), u -> new HashSet<>()).add(event.itemId());
    }

    History.Event event(Interactions events, int row) {
        return new History.Event(
                ids[events.item(row)],
                events.liked(row),
                data.grade(events, row),
                events.untimed() == 0 ? events.second(row) : History.Event.UNTIMED);
    }

    /** Events of a user, newest last, at most as many as serving reads. */
    List<History.Event> events(int user) {
        List<History.Event> all = histories.get(user);
        return all.subList(Math.max(0, all.size() - History.LONGEST), all.size());
    }

    /**
     * A question to a language model as it stands now: items for a user, and what everybody said of them and others of the user's newest.
     *
     * @param items of one domain, at least one
     */
    LanguageScores.Question question(int user, int[] items) {
        History history = new History(events(user), data.people().get(user));
        Map<Integer, Opinion> opinions = new HashMap<>();
        for (int item : items) {
            opinions.put(item, state.opinion(ids[item], domain(item)));
        }
        UUID domain = domain(items[0]);
        Map<Integer, Opinion> others = new HashMap<>();
        Support.last(history.events(), event -> domain(number(event.itemId())).equals(domain))
                .forEach(event -> others.put(number(event.itemId()), others(user, event)));
        return new LanguageScores.Question(history.events(), items, opinions, others, state.findings(history));
    }

    /** What all but the user said of something that the user judged. */
    private Opinion others(int user, History.Event event) {
        Opinion all = state.opinion(event.itemId(), domain(number(event.itemId())));
        boolean counted = !uncounted.getOrDefault(user, Set.of()).contains(event.itemId());
        return counted ? all.without(event.liked()) : all;
    }

    /** What the sources say for a user with these events. */
    Described about(int user, List<History.Event> events) {
        History history = new History(events, data.people().get(user));
        Map<UUID, float[]> vectors = new HashMap<>();
        for (History.Event event : history.events()) {
            float[] vector = data.vector(number(event.itemId()));
            if (vector != null) {
                vectors.put(event.itemId(), vector);
            }
        }
        return new Described(state.about(history), Taste.of(history, vectors).orElse(null));
    }

    /** A user as the sources see them; the taste is null where nothing that was liked has a vector. */
    final class Described {
        private final UserEvidence evidence;
        private final Taste taste;

        private Described(UserEvidence evidence, Taste taste) {
            this.evidence = evidence;
            this.taste = taste;
        }

        UserEvidence evidence() {
            return evidence;
        }

        History history() {
            return evidence.history();
        }

        /** How many events tell a taste in the item's domain. */
        int events(int item) {
            return evidence.events(domain(item));
        }

        /** The values of an item by {@link EvidenceSource#ordinal}, NaN where masked. */
        double[] values(int item) {
            double[] values = evidence.values(ids[item], domain(item));
            values[EvidenceSource.CONTENT.ordinal()] = content(item);
            return values;
        }

        /** The cosine of an item with the taste; NaN where masked. */
        double content(int item) {
            float[] vector = data.vector(item);
            return taste == null || vector == null ? Double.NaN : taste.cosine(vector);
        }
    }

    double base(int item) {
        return state.base(domain(item));
    }
}
