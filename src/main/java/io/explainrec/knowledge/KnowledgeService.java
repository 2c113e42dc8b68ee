package io.explainrec.knowledge;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads, compares, activates and searches snapshots of the knowledge base. */
@ApplicationScoped
public class KnowledgeService {
    /** Names the snapshot that served before the active one. */
    public static final String PREVIOUS = "previous";

    private final Snapshots snapshots;
    private final KnowledgeEntries entries;
    private final EmbeddingService encoder;
    private final KnowledgeConfig config;

    KnowledgeService(Snapshots snapshots, KnowledgeEntries entries, EmbeddingService encoder, KnowledgeConfig config) {
        this.snapshots = snapshots;
        this.entries = entries;
        this.encoder = encoder;
        this.config = config;
    }

    /**
     * Newest first.
     *
     * @param after the last one of the page before; null for the first page
     */
    public List<Snapshot> list(UUID after, int limit) {
        return snapshots.list(after, limit);
    }

    public Snapshot get(UUID id) {
        return snapshots.get(id);
    }

    /** The one that serves. */
    public Optional<Snapshot> active() {
        return snapshots.active();
    }

    /** The newest that is ready, whether it serves or not. */
    public Optional<Snapshot> newest() {
        return snapshots.newest();
    }

    /** The one that served before it. */
    public Optional<Snapshot> previous() {
        return snapshots.previous();
    }

    /** Asks for a snapshot, which is built in the background; who asks while one waits gets that one. */
    public Snapshot ask(String by) {
        return snapshots.queue(by, config.rules());
    }

    /**
     * All entries of a snapshot that is ready, by kind, the surest first.
     *
     * @param kind null for all
     * @param findings whether only what counts as found
     * @throws Conflict where it is not ready
     */
    public List<KnowledgeEntry> entries(UUID id, KnowledgeKind kind, boolean findings) {
        return entries(id, kind, findings, 0, Integer.MAX_VALUE);
    }

    /** A page of them, behind so many; as a snapshot does not change, pages make up the whole. */
    public List<KnowledgeEntry> entries(UUID id, KnowledgeKind kind, boolean findings, int after, int limit) {
        return entries.list(ready(id).id(), filter(kind, null, null, null, findings), after, limit);
    }

    /**
     * What a snapshot that is ready says, for the decision layer; nothing of what is not to be relied on any more.
     *
     * @param day of the newest interaction, from which validity is counted
     * @throws Conflict where it is not ready
     */
    public KnowledgeTables evidence(UUID id, LocalDate day) {
        return AsEvidence.of(entries(id, null, false).stream()
                .filter(entry -> day.isBefore(entry.validUntil()))
                .map(Counting.Row::of)
                .toList());
    }

    /** What was found before and not after, only after, or says something else; with what the other says where it is not sure. */
    public List<KnowledgeChange> compare(UUID before, UUID after) {
        UUID first = ready(before).id();
        UUID second = ready(after).id();
        return KnowledgeChange.between(
                entries.foundInEither(first, second, config.sensitive()),
                entries.foundInEither(second, first, config.sensitive()));
    }

    /**
     * Makes a snapshot serve.
     *
     * @param named its id, or {@value #PREVIOUS} to go back to the one that served before
     * @throws Conflict where it is not ready, or may count as many of those who were erased as the one that serves
     */
    public Snapshot activate(String named, String by) {
        Snapshot chosen = named.equals(PREVIOUS)
                ? previous()
                        .orElseThrow(() -> new NotFound("No other snapshot of the knowledge base was active before."))
                : ready(id(named));
        if (!chosen.active()) {
            QuarkusTransaction.requiringNew().run(() -> snapshots.activate(chosen.id(), by));
        }
        return snapshots.get(chosen.id());
    }

    /** The id that a person typed. */
    public static UUID id(String typed) {
        try {
            return UUID.fromString(typed);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(
                    "snapshot", "is '" + typed + "'; expected an id, which './explainrec knowledge list' shows");
        }
    }

    /** What a search found. {@code cosine} is null where an exact key was searched for. */
    public record Found(KnowledgeEntry entry, Double cosine) {}

    /**
     * What the active snapshot says of what is looked for; none where no snapshot is active.
     *
     * @throws InvalidInput where nothing is looked for
     */
    public List<Found> search(KnowledgeSearch search, int limit) {
        if (!search.asked()) {
            throw new InvalidInput("text", "is missing; search by meaning (text), or for a domain, attribute or value");
        }
        return search.byMeaning()
                ? search(search.text(), limit)
                : search(search.domain(), search.attribute(), search.value(), limit);
    }

    /**
     * Findings of the active snapshot whose claims are nearest in meaning to a text, nearest first; none where no snapshot is
     * active.
     *
     * @throws Conflict where its claims were encoded by another encoder than texts are now
     */
    public List<Found> search(String text, int limit) {
        return snapshots
                .active()
                .map(active -> nearest(active.id(), text, limit))
                .orElse(List.of());
    }

    private List<Found> nearest(UUID snapshot, String text, int limit) {
        EncoderVersion now = encoder.ofTexts();
        if (!snapshots.isEncodedBy(snapshot, now.id())) {
            throw new Conflict("Snapshot " + snapshot + " was built with another text encoder than is installed now, so"
                    + " that it cannot be searched by meaning; build another with './explainrec knowledge build'.");
        }
        return entries.nearest(snapshot, encoder.encode(now, text), config.sensitive(), limit).stream()
                .map(near -> new Found(near.entry(), near.cosine()))
                .toList();
    }

    /** All that the active snapshot says of a value, found or not; each of the names may be null for any. */
    public List<Found> search(String domain, String attribute, String value, int limit) {
        return snapshots.active().stream()
                .flatMap(active ->
                        entries.list(active.id(), filter(null, domain, attribute, value, false), 0, limit).stream())
                .map(entry -> new Found(entry, null))
                .toList();
    }

    /** Findings of a snapshot that is ready about a domain's values, by kind, the surest first. */
    public List<KnowledgeEntry> findings(UUID id, String domain) {
        return entries.list(ready(id).id(), filter(null, domain, null, null, true), 0, Integer.MAX_VALUE);
    }

    /**
     * The entry of a key in a snapshot.
     *
     * @throws Conflict where the snapshot is not ready
     * @throws NotFound where it says nothing of this
     */
    public KnowledgeEntry get(UUID id, KnowledgeEntry.Key key) {
        return entries.find(ready(id).id(), key, config.sensitive()).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("Snapshot " + id + " of the knowledge base says nothing of this."));
    }

    /** Where demographics are switched off, nothing is told of them that an older snapshot still knows. */
    private KnowledgeEntries.Filter filter(
            KnowledgeKind kind, String domain, String attribute, String value, boolean findings) {
        return new KnowledgeEntries.Filter(kind, domain, attribute, value, findings, config.sensitive());
    }

    private Snapshot ready(UUID id) {
        Snapshot snapshot = snapshots.get(id);
        if (!snapshot.ready()) {
            throw new Conflict("Snapshot " + id + " is " + snapshot.status()
                    + (snapshot.message() == null ? "" : ": " + snapshot.message()) + "; choose one that is ready.");
        }
        return snapshot;
    }
}
