package io.explainrec.portal;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.Rest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** How much there is, for the pages. */
@ApplicationScoped
public class Counts {
    /** Counting that takes this long rests for {@link #RESTS} times as long: a large shop's would fill the database. */
    private static final Duration SLOW = Duration.ofMillis(100);

    private static final int RESTS = 20;

    private final EntityManager entities;
    private final EmbeddingService embeddings;
    private final Rest rest = new Rest(System::nanoTime);
    private Now counted;

    Counts(EntityManager entities, EmbeddingService embeddings) {
        this.entities = entities;
        this.embeddings = embeddings;
    }

    /**
     * Counts of now.
     *
     * @param pending items that wait for their vector
     * @param degradedShare of the recommendations of the last 24 hours
     * @param manyDegraded whether that is more than one in ten of them
     */
    public record Now(
            long domains,
            long items,
            long pending,
            long users,
            long interactions,
            long recommendations,
            long lastDay,
            String degradedShare,
            boolean manyDegraded) {}

    /** The counts; where counting takes long, those of up to twenty times that long ago. */
    @Transactional
    public synchronized Now now() {
        if (counted == null || rest.isOver()) {
            long start = System.nanoTime();
            counted = count();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            rest.begin(took.compareTo(SLOW) < 0 ? Duration.ZERO : took.multipliedBy(RESTS));
        }
        return counted;
    }

    private Now count() {
        Object[] row = (Object[]) entities.createNativeQuery("""
                        SELECT (SELECT count(*) FROM domain), (SELECT count(*) FROM item WHERE retired_at IS NULL),
                               (SELECT count(*) FROM app_user), (SELECT count(*) FROM interaction),
                               count(*), count(*) FILTER (WHERE created_at > now() - interval '1 day'),
                               count(degraded) FILTER (WHERE created_at > now() - interval '1 day')
                        FROM recommendation
                        """).getSingleResult();
        long lastDay = number(row[5]);
        String share = lastDay == 0 ? "none" : String.format(Locale.ROOT, "%.1f %%", 100.0 * number(row[6]) / lastDay);
        return new Now(
                number(row[0]),
                number(row[1]),
                embeddings.pending(),
                number(row[2]),
                number(row[3]),
                number(row[4]),
                lastDay,
                share,
                10 * number(row[6]) > lastDay);
    }

    /** How often the item was shown to somebody; what was only tried in the portal does not count. */
    @Transactional
    public long shown(UUID item) {
        return number(entities.createNativeQuery("""
                        SELECT count(*) FROM recommended_item i WHERE item_id = :item AND NOT EXISTS
                          (SELECT 1 FROM recommendation r
                           WHERE tried_by IS NOT NULL AND r.id = i.recommendation_id AND r.created_at = i.created_at)
                        """, Object.class)
                .setParameter("item", item)
                .getSingleResult());
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
