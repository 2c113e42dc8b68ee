package io.explainrec.registry;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.UUID;

/** Model versions, one of them live. */
@ApplicationScoped
public class ModelRegistry {
    private final EntityManager entities;
    private volatile LiveModel live;

    ModelRegistry(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The version that answers requests.
     *
     * @throws IllegalStateException before the start-up made one live
     */
    public LiveModel live() {
        if (live == null) {
            throw new IllegalStateException("no model version is live yet");
        }
        return live;
    }

    /** Makes the version of these parts live, adding it where it is new; the one before is retired. */
    public LiveModel activate(ModelParts parts) {
        // Known to others only once it is committed.
        live = new LiveModel(QuarkusTransaction.requiringNew().call(() -> store(parts)), parts);
        return live;
    }

    private UUID store(ModelParts parts) {
        entities.createNativeQuery("""
                        UPDATE model_version SET stage = 'retired' WHERE stage = 'live' AND NOT (base_sha256 = :base
                          AND adapter_sha256 = :adapter AND format_version = :format AND decision_version = :decision AND encoder_version_id = :encoder)
                        """)
                .setParameter("base", parts.baseSha256())
                .setParameter("adapter", parts.adapterSha256())
                .setParameter("format", parts.formatVersion())
                .setParameter("decision", parts.decisionVersion())
                .setParameter("encoder", parts.encoderVersionId())
                .executeUpdate();
        return (UUID) entities.createNativeQuery("""
                        INSERT INTO model_version
                          (name, base_sha256, adapter_sha256, format_version, decision_version, encoder_version_id, stage)
                        VALUES (:name, :base, :adapter, :format, :decision, :encoder, 'live')
                        ON CONFLICT (base_sha256, adapter_sha256, format_version, decision_version, encoder_version_id)
                        DO UPDATE SET stage = 'live' RETURNING id
                        """, UUID.class)
                .setParameter("name", parts.name())
                .setParameter("base", parts.baseSha256())
                .setParameter("adapter", parts.adapterSha256())
                .setParameter("format", parts.formatVersion())
                .setParameter("decision", parts.decisionVersion())
                .setParameter("encoder", parts.encoderVersionId())
                .getSingleResult();
    }
}
