package io.explainrec.audit;

import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
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

    /** Keys that are tried at start-up. */
    private static final int LOOKED_AT = 10;

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
        List<Wrapped> some = wrapped("true");
        if (!some.isEmpty() && secrets.read(MASTER).isEmpty()) {
            throw new InstallationException("the key of personal records, " + secrets.file(MASTER)
                    + ", is missing, and records are sealed with it; put the copy back that was kept apart from the"
                    + " backups (mode 0600), and start again");
        }
        master = box(secrets.readOrCreate(MASTER));
        // A row that was damaged must not keep a shop from starting; a wrong master key opens none.
        if (!some.isEmpty() && some.stream().noneMatch(this::opens)) {
            throw new InstallationException(
                    secrets.file(MASTER) + " is not the key that this installation's records were sealed with; put the"
                            + " copy back that was kept apart from the backups");
        }
    }

    private SealedBox box(String encoded) {
        try {
            return new SealedBox(Base64.getUrlDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            throw new InstallationException(
                    secrets.file(MASTER) + " is not a key: expected one line of 43 characters, 256 bits in the URL-safe"
                            + " alphabet of Base64; put the copy back that was kept apart from the backups",
                    e);
        }
    }

    private boolean opens(Wrapped wrapped) {
        try {
            unwrap(wrapped);
            return true;
        } catch (BrokenSeal e) {
            return false;
        }
    }

    private Subject unwrap(Wrapped wrapped) {
        return new Subject(wrapped.subject(), new SealedBox(master.open(wrapped.key(), wrapped.subject())));
    }

    /**
     * The person's key, made at the first record; joins the caller's transaction. Two first records at once get one key.
     *
     * @throws NotFound where the person was erased meanwhile
     */
    Subject ofUser(UUID userId) {
        UUID id = UUID.randomUUID();
        entities.createNativeQuery("""
                        INSERT INTO vault.subject_key (subject_id, user_id, wrapped_key)
                        SELECT :id, u.id, :key FROM app_user u WHERE u.id = :user FOR KEY SHARE
                        ON CONFLICT (user_id) DO NOTHING
                        """)
                .setParameter("id", id)
                .setParameter("user", userId)
                .setParameter("key", master.seal(SealedBox.newKey(), id))
                .executeUpdate();
        return wrapped("user_id = :value", userId).stream()
                .findFirst()
                .map(this::unwrap)
                .orElseThrow(() -> new NotFound("There is no such user any more: they were erased a moment ago."));
    }

    /**
     * The key that opens a subject's records; empty after an erasure.
     *
     * @throws BrokenSeal where the key was changed
     */
    Optional<Subject> ofSubject(UUID subjectId) {
        return wrapped("subject_id = :value", subjectId).stream().findFirst().map(this::unwrap);
    }

    /** The id that stands for the person in records, if there are any; needs no key. */
    Optional<UUID> subjectOf(UUID userId) {
        return wrapped("user_id = :value", userId).stream().findFirst().map(Wrapped::subject);
    }

    /** Destroys the key: what it sealed can never be opened again. */
    void destroy(UUID userId) {
        entities.createNativeQuery("DELETE FROM vault.subject_key WHERE user_id = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }

    private record Wrapped(UUID subject, byte[] key) {}

    private List<Wrapped> wrapped(String condition, UUID... value) {
        Query query = entities.createNativeQuery("SELECT subject_id, wrapped_key FROM vault.subject_key WHERE "
                + condition + " ORDER BY created_at LIMIT " + LOOKED_AT);
        if (value.length > 0) {
            query.setParameter("value", value[0]);
        }
        @SuppressWarnings("unchecked")
        List<Object[]> rows = query.getResultList();
        return rows.stream()
                .map(row -> new Wrapped((UUID) row[0], (byte[]) row[1]))
                .toList();
    }
}
