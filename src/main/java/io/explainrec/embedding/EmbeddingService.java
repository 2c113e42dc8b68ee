package io.explainrec.embedding;

import io.explainrec.platform.Rest;
import io.explainrec.platform.problem.Unavailable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps a vector for every item: new and changed items are found by their content version and embedded in the background. A version
 * that comes in is embedded beside the active one, which goes on serving, and takes its place when no item waits.
 */
@ApplicationScoped
public class EmbeddingService {
    private static final Logger LOG = Logger.getLogger(EmbeddingService.class);

    /** Items of one batch: few enough that a query, which waits for one batch at most, is answered within a second. */
    private static final int BATCH = 32;

    /** Batches of the incoming version between two looks at what waits for the active one. */
    private static final int SLICE = 32;

    /** A look that finds nothing is followed by a rest of so many times its length, as it goes through all items. */
    private static final int TIMES_THE_LOOK = 20;

    private final EncoderVersions versions;
    private final ItemVectors vectors;
    private final VectorIndex index;
    private final ItemEncoders encoders;
    private final LongSupplier nanoseconds;
    private final Rest rest;
    private volatile boolean started;

    /** The version whose index this process has seen to; null where it has of none. */
    private EncoderVersion indexed;

    @Inject
    EmbeddingService(EncoderVersions versions, ItemVectors vectors, VectorIndex index, ItemEncoders encoders) {
        this(versions, vectors, index, encoders, System::nanoTime);
    }

    EmbeddingService(
            EncoderVersions versions,
            ItemVectors vectors,
            VectorIndex index,
            ItemEncoders encoders,
            LongSupplier nanoseconds) {
        this.versions = versions;
        this.vectors = vectors;
        this.index = index;
        this.encoders = encoders;
        this.nanoseconds = nanoseconds;
        rest = new Rest(nanoseconds);
    }

    void start(@Observes @Priority(31) StartupEvent start) {
        started = true;
    }

    /** The version that serves. A request reads it once, and then names it, so that a switch does not mix two spaces in it. */
    public EncoderVersion active() {
        return versions.active().orElseThrow(() -> new Unavailable("no encoder version is active yet"));
    }

    /**
     * Vector of a text, of length 1.
     *
     * @throws Unavailable where the encoder cannot be loaded, or is too busy to answer within seconds
     */
    public float[] encode(EncoderVersion version, String text) {
        return encoders.of(version).query(text);
    }

    /** The space of texts alone, for texts that are no items, whichever space items lie in. */
    public EncoderVersion ofTexts() {
        return versions.ofTexts().orElseThrow(() -> new Unavailable("the text encoder has no version yet"));
    }

    /**
     * Vectors of texts in the space of texts alone, of length 1, one each, however long that takes.
     *
     * @throws Unavailable where the encoder cannot be loaded or fails
     */
    public float[][] encode(List<String> texts) {
        return encoders.texts().encode(texts);
    }

    /** How many items wait for a vector that serves. */
    public long pending() {
        return vectors.pending(active());
    }

    /** How many wait for one of the incoming version; 0 where none comes in. */
    public long pendingIncoming() {
        return versions.incoming().map(vectors::pending).orElse(0L);
    }

    /** Vectors of these items, of those that have one. */
    public Map<UUID, float[]> vectors(EncoderVersion version, Collection<UUID> items) {
        return vectors.vectors(version, items);
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void inTheBackground() {
        if (!started || !rest.isOver()) {
            return; // where it has not, since migrating takes longer than the first tick
        }
        try {
            long embedded = catchUp(count -> {});
            if (embedded > 0) {
                LOG.infof("Embedded %d items", embedded);
            }
        } catch (Unavailable e) {
            // The encoder said why, once; items wait until it works.
            LOG.debug(e.getMessage());
        }
    }

    /**
     * Embeds everything that waits, for the active version and the incoming one, batch by batch, each batch committed; makes the index
     * after the first bulk, or where a process was killed that made it, and switches. One caller at a time; the next finds nothing
     * left to do.
     *
     * @param progress takes how many are done
     * @return how many vectors were made
     * @throws Unavailable where an encoder fails; what was embedded before stays
     */
    @Transactional(TxType.NOT_SUPPORTED)
    public synchronized long catchUp(LongConsumer progress) {
        Counter done = new Counter(progress);
        Unavailable trouble = null;
        Optional<EncoderVersion> before = Optional.empty();
        UUID last = ItemVectors.FIRST;
        boolean more = true;
        while (more) {
            EncoderVersion active = active();
            try {
                long some = done.made;
                embed(active, ItemVectors.FIRST, Integer.MAX_VALUE, done);
                if ((done.made > some || !active.equals(indexed)) && index.ensure(active)) {
                    indexed = active;
                }
            } catch (Unavailable e) {
                trouble = e; // the incoming one may work
            }
            Optional<EncoderVersion> incoming = versions.incoming();
            if (!incoming.equals(before)) {
                last = ItemVectors.FIRST;
                before = incoming;
            }
            UUID from = last;
            last = incoming.map(next -> embed(next, from, SLICE, done)).orElse(null);
            more = last != null;
        }
        before.ifPresent(this::switchTo);
        encoders.keep(versions.inUse());
        if (trouble != null) {
            throw trouble;
        }
        return done.made;
    }

    /** Embeds what waits after an id, so many batches at most; the id to go on after, null where no more wait. */
    private UUID embed(EncoderVersion version, UUID after, int batches, Counter done) {
        UUID last = after;
        for (int k = 0; k < batches; k++) {
            long begin = nanoseconds.getAsLong();
            List<ItemVectors.Waiting> batch = vectors.waiting(version, last, BATCH);
            if (batch.isEmpty()) {
                rest.begin(Duration.ofNanos(nanoseconds.getAsLong() - begin).multipliedBy(TIMES_THE_LOOK));
                return null;
            }
            // No transaction is open while the encoder computes.
            vectors.store(version, batch, encoders.of(version).items(batch));
            last = batch.getLast().item();
            done.add(batch.size());
        }
        return last;
    }

    /** Makes the incoming version serve, where no item waits for it; what came in since waits for the one as for the other. */
    private void switchTo(EncoderVersion incoming) {
        if (vectors.pending(incoming) > 0 || !index.ensure(incoming)) {
            return; // the next round goes on
        }
        EncoderVersion last = active();
        if (QuarkusTransaction.requiringNew().call(() -> versions.switchTo(incoming))) {
            LOG.infof("Items are found and compared by %s from now on, no longer by %s.", incoming.name(), last.name());
            versions.list().stream()
                    .filter(version -> !Set.of(incoming, last).contains(version))
                    .forEach(version -> {
                        vectors.drop(version);
                        index.drop(version);
                    });
        }
    }

    private static final class Counter {
        private final LongConsumer progress;
        private long made;

        Counter(LongConsumer progress) {
            this.progress = progress;
        }

        void add(int more) {
            made += more;
            progress.accept(made);
        }
    }
}
