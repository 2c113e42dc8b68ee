package io.explainrec.audit;

import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.Secrets;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A key for each person whose records are kept, wrapped by the installation's master key. The master key is a file and never
 * in the database, so that a dump alone opens nothing.
 */
@ApplicationScoped
class SubjectKeys {
    private static final String MASTER = "master.key";

    private final EntityManager entities;
    private final Secrets secrets;
    private volatile SealedBox master;

    SubjectKeys(EntityManager entities, Secrets secrets) {
        this.entities = entities;
        this.secrets = secrets;
    }

    /** A person's key, and the id that stands for the person in records. */
    record Subject(UUID id, SealedBox box) {}

    @Transactional
    void open(@Observes @Priority(25) StartupEvent start) {
        Number wrapped = (Number) entities.createNativeQuery("SELECT count(*) FROM vault.subject_key", Object.class)
                .getSingleResult();
        if (wrapped.longValue() > 0 && secrets.read(MASTER).isEmpty()) {
            throw new InstallationException("the key of personal records, " + secrets.file(MASTER)
                    + ", is missing, and " + wrapped
                    + " people's records are encrypted with it; put the copy back that was kept"
                    + " apart from the backups");
        }
        master = new SealedBox(Base64.getUrlDecoder().decode(secrets.readOrCreate(MASTER)));
    }

    /** The person's key, made at the first record; joins the caller's transaction. */
    Subject ofUser(UUID userId) {
        UUID id = UUID.randomUUID();
        entities.createNativeQuery("""
                        INSERT INTO vault.subject_key (subject_id, user_id, wrapped_key) VALUES (:id, :user, :key)
                        ON CONFLICT (user_id) DO NOTHING
                        """)
                .setParameter("id", id)
                .setParameter("user", userId)
                .setParameter("key", master.seal(SealedBox.newKey(), id))
                .executeUpdate();
        return find("user_id", userId).orElseThrow();
    }

    /** The key that opens a subject's records; empty after an erasure. */
    Optional<Subject> ofSubject(UUID subjectId) {
        return find("subject_id", subjectId);
    }

    /** The key of the person's records, if there are any. */
    Optional<Subject> existing(UUID userId) {
        return find("user_id", userId);
    }

    /** Destroys the key: what it sealed can never be opened again. */
    void destroy(UUID userId) {
        entities.createNativeQuery("DELETE FROM vault.subject_key WHERE user_id = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }

    private Optional<Subject> find(String column, UUID value) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT subject_id, wrapped_key FROM vault.subject_key WHERE " + column + " = :value")
                .setParameter("value", value)
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            UUID id = (UUID) row[0];
            return new Subject(id, new SealedBox(master.open((byte[]) row[1], id)));
        });
    }
}
