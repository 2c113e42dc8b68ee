package io.explainrec.catalog;

import io.explainrec.platform.Sha256;
import io.explainrec.platform.problem.Conflict;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes that were answered, by client and key, for seven days. */
@ApplicationScoped
class IdempotencyKeys {
    private static final Duration KEPT = Duration.ofDays(7);

    private final EntityManager entities;
    private final Clock clock;

    IdempotencyKeys(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Claims the key for this transaction; another one with the same key waits for its end.
     *
     * @return the interaction that the key gave before; null where it is new
     * @throws Conflict where the key came with another content
     */
    UUID claim(String client, Interaction.Input input) {
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))", Object.class)
                .setParameter("name", client + '\n' + input.idempotencyKey())
                .getResultList();
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT request_sha256, interaction_id FROM idempotency_key WHERE client = :client AND key = :key")
                .setParameter("client", client)
                .setParameter("key", input.idempotencyKey())
                .getResultList();
        if (rows.isEmpty()) {
            return null;
        }
        if (!Arrays.equals((byte[]) rows.getFirst()[0], hash(input))) {
            throw new Conflict("The idempotency key '" + input.idempotencyKey()
                    + "' was used for another content; use a new key for a new event.");
        }
        return (UUID) rows.getFirst()[1];
    }

    void keep(String client, Interaction.Input input, UUID interaction) {
        entities.flush();
        entities.createNativeQuery("""
                        INSERT INTO idempotency_key (client, key, request_sha256, interaction_id, created_at)
                        VALUES (:client, :key, :hash, :interaction, :now)
                        """)
                .setParameter("client", client)
                .setParameter("key", input.idempotencyKey())
                .setParameter("hash", hash(input))
                .setParameter("interaction", interaction)
                .setParameter("now", Timestamp.from(clock.instant()))
                .executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "5m")
    @Transactional
    void purge() {
        entities.createNativeQuery("DELETE FROM idempotency_key WHERE created_at < :limit")
                .setParameter("limit", Timestamp.from(clock.instant().minus(KEPT)))
                .executeUpdate();
    }

    private static byte[] hash(Interaction.Input input) {
        return Sha256.of(input.toString());
    }
}
