package io.explainrec.embedding;

import io.explainrec.platform.problem.Unavailable;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/** Keeps a vector for every item: new and changed items are found by their content version and embedded in the background. */
@ApplicationScoped
public class EmbeddingService {
    private static final Logger LOG = Logger.getLogger(EmbeddingService.class);

    /** Items of one batch: few enough that a query, which waits for one batch at most, is answered within a second. */
    private static final int BATCH = 32;

    private final EncoderVersions versions;
    private final ItemVectors vectors;
    private final VectorIndex index;
    private final TextEncoder encoder;
    private volatile EncoderVersion active;

    EmbeddingService(EncoderVersions versions, ItemVectors vectors, VectorIndex index, TextEncoder encoder) {
        this.versions = versions;
        this.vectors = vectors;
        this.index = index;
        this.encoder = encoder;
    }

    void register(@Observes @Priority(30) StartupEvent start) {
        active = versions.activate(TextEncoder.NAME, encoder.sha256(), TextEncoder.DIMENSION);
    }

    /** The version that serves. */
    public EncoderVersion active() {
        return active;
    }

    /**
     * Vector of a text, of length 1.
     *
     * @throws Unavailable where the encoder cannot be loaded, or is too busy to answer within seconds
     */
    public float[] encode(String text) {
        return encoder.encodeNow(text);
    }

    /**
     * Vectors of texts, of length 1, one each, however long that takes.
     *
     * @throws Unavailable where the encoder cannot be loaded or fails
     */
    public float[][] encode(List<String> texts) {
        return encoder.encode(texts);
    }

    /** How many items wait for a vector. */
    public long pending() {
        return vectors.pending(active);
    }

    /** Vectors of these items, of those that have one. */
    public Map<UUID, float[]> vectors(Collection<UUID> items) {
        return vectors.vectors(active, items);
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void inTheBackground() {
        if (active == null) {
            return; // migrating takes longer than the first tick
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
     * Embeds everything that waits, batch by batch, each batch committed; makes the index after the first bulk. One caller at
     * a time; the next finds nothing left to do.
     *
     * @param progress takes how many are done
     * @return how many items were embedded
     * @throws Unavailable where the encoder fails; what was embedded before stays
     */
    @Transactional(TxType.NOT_SUPPORTED)
    public synchronized long catchUp(LongConsumer progress) {
        long done = 0;
        UUID last = ItemVectors.FIRST;
        for (List<ItemVectors.Waiting> batch = next(last); !batch.isEmpty(); batch = next(last)) {
            // No transaction is open while the encoder computes.
            float[][] encoded =
                    encoder.encode(batch.stream().map(ItemVectors.Waiting::text).toList());
            vectors.store(active, batch, encoded);
            last = batch.getLast().item();
            done += batch.size();
            progress.accept(done);
        }
        if (done > 0) {
            index.ensure(active);
        }
        return done;
    }

    private List<ItemVectors.Waiting> next(UUID last) {
        return vectors.waiting(active, last, BATCH);
    }
}
