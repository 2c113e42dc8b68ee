package io.explainrec.embedding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** The encoders whose vectors the database holds. The one that is loaded is the active one; there is no other. */
@ApplicationScoped
class EncoderVersions {
    private final EntityManager entities;

    EncoderVersions(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Makes the version of these weights active, adding it where it is new. Vectors of the version before stay, and are not
     * searched: they belong to another space.
     */
    @Transactional
    EncoderVersion activate(String name, String sha256, int dimension) {
        entities.createNativeQuery("""
                        INSERT INTO encoder_version (name, sha256, dimension) VALUES (:name, :sha256, :dimension)
                        ON CONFLICT (name, sha256) DO NOTHING
                        """)
                .setParameter("name", name)
                .setParameter("sha256", sha256)
                .setParameter("dimension", dimension)
                .executeUpdate();
        entities.createNativeQuery(
                        "UPDATE encoder_version SET active = false WHERE active AND (name, sha256) <> (:name, :sha256)")
                .setParameter("name", name)
                .setParameter("sha256", sha256)
                .executeUpdate();
        Number id = (Number) entities.createNativeQuery(
                        "UPDATE encoder_version SET active = true WHERE name = :name AND sha256 = :sha256 RETURNING id",
                        Integer.class)
                .setParameter("name", name)
                .setParameter("sha256", sha256)
                .getSingleResult();
        return new EncoderVersion(id.intValue(), name, sha256, dimension);
    }
}
