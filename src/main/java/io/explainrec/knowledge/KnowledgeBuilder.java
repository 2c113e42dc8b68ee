package io.explainrec.knowledge;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.knowledge.Counting.Counted;
import io.explainrec.knowledge.Counting.Row;
import io.explainrec.knowledge.Counting.Span;
import io.explainrec.platform.postgres.AdvisoryLock;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.RequestException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Builds snapshots, one at a time in all processes: counts, says it in words, has what was found encoded, and stores it at once. */
@ApplicationScoped
public class KnowledgeBuilder {
    private static final Logger LOG = Logger.getLogger(KnowledgeBuilder.class);

    /** Held while one of several processes builds. */
    static final long LOCK = 0x6b6e6f776cL;

    /** The background holds the lock for an instant, too, when it looks whether something waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Seconds that a million entries may take. */
    private static final int STORING = 1800;

    private static final int BATCH = 32;
    private static final int MONTHS = 12;

    private final DataSource database;
    private final Counting counting;
    private final Snapshots snapshots;
    private final KnowledgeEntries entries;
    private final EmbeddingService encoder;
    private final KnowledgeConfig config;

    KnowledgeBuilder(
            DataSource database,
            Counting counting,
            Snapshots snapshots,
            KnowledgeEntries entries,
            EmbeddingService encoder,
            KnowledgeConfig config) {
        this.database = database;
        this.counting = counting;
        this.snapshots = snapshots;
        this.entries = entries;
        this.encoder = encoder;
        this.config = config;
    }

    /**
     * Builds a snapshot of all interactions; it is not active.
     *
     * @param by who asks for it
     * @param anew whether everybody is counted anew, rather than those whose interactions changed; the snapshot is the same
     * @throws Conflict where another one is being built
     * @throws io.explainrec.platform.problem.Unavailable where the encoder fails
     */
    public Snapshot build(String by, boolean anew) {
        return alone(PATIENCE, connection -> build(connection, snapshots.add("running", by, config.rules()), anew))
                .orElseThrow(() -> new Conflict("A snapshot of the knowledge base is being built; try again when it is"
                        + " done ('./explainrec knowledge list' says so)."));
    }

    /** Builds what was asked for, as long as there is something and nobody else does so. */
    void workOff() {
        alone(Duration.ZERO, connection -> {
            for (var next = snapshots.queued(); next.isPresent(); next = snapshots.queued()) {
                UUID id = next.get().id();
                try {
                    build(connection, snapshots.begin(id, config.rules()), false);
                } catch (RequestException e) {
                    LOG.warnf("snapshot %s of the knowledge base: %s", id, e.getMessage());
                }
            }
            return true;
        });
    }

    private Snapshot build(Connection connection, Snapshot snapshot, boolean anew) throws SQLException {
        try {
            Counted counted = counting.count(connection, snapshot.rules(), snapshots.asOf(), anew);
            List<KnowledgeEntry> said =
                    counted.rows().stream().map(row -> say(row, counted.span())).toList();
            Map<KnowledgeEntry.Key, float[]> vectors = vectors(said);
            QuarkusTransaction.requiringNew().timeout(STORING).run(() -> {
                entries.add(snapshot.id(), said, vectors);
                snapshots.finish(snapshot.id(), counted, encoder.ofTexts().id());
            });
            return snapshots.get(snapshot.id());
        } catch (RequestException e) {
            fail(snapshot.id(), e.getMessage(), e);
            throw e;
        } catch (SQLException | RuntimeException e) {
            LOG.errorf(e, "snapshot %s of the knowledge base failed", snapshot.id());
            fail(snapshot.id(), "Something failed on our side; the log says why, under this snapshot's id.", e);
            throw e;
        }
    }

    /** Where the database is the fault it takes no message either; that hides the cause from nobody. */
    private void fail(UUID snapshot, String message, Exception cause) {
        try {
            snapshots.fail(snapshot, message);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private KnowledgeEntry say(Row row, Span span) {
        boolean trend = row.kind() == KnowledgeKind.TREND;
        int last = trend ? span.peopled() : span.last();
        return new KnowledgeEntry(
                row.kind(),
                row.subject(),
                row.given(),
                Wording.statement(row.subject(), row.given(), row.statistics(), row.finding()),
                row.statistics(),
                row.finding(),
                row.sensitive(),
                firstDay(trend ? Math.max(span.first(), last - 23) : span.first()),
                firstDay(last + 1).plusDays(config.validFor().toDays()));
    }

    private static LocalDate firstDay(int month) {
        return LocalDate.of(month / MONTHS, month % MONTHS + 1, 1);
    }

    /** Of what was found; no transaction is open meanwhile. */
    private Map<KnowledgeEntry.Key, float[]> vectors(List<KnowledgeEntry> said) {
        List<KnowledgeEntry> found =
                said.stream().filter(KnowledgeEntry::finding).toList();
        Map<KnowledgeEntry.Key, float[]> vectors = new HashMap<>();
        for (int from = 0; from < found.size(); from += BATCH) {
            List<KnowledgeEntry> batch = found.subList(from, Math.min(found.size(), from + BATCH));
            float[][] encoded = encoder.encode(batch.stream()
                    .map(entry -> Wording.claim(entry.subject(), entry.given(), entry.statistics()))
                    .toList());
            for (int i = 0; i < encoded.length; i++) {
                vectors.put(batch.get(i).key(), encoded[i]);
            }
        }
        return vectors;
    }

    /** Works while no other process builds; empty where one does, for longer than that. */
    private <T> Optional<T> alone(Duration patience, AdvisoryLock.Work<T> work) {
        try {
            return new AdvisoryLock(database, LOCK).unlessHeld(patience, connection -> {
                snapshots.failAbandoned();
                snapshots.dropOld();
                return work.with(connection);
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
