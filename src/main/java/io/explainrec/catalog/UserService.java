package io.explainrec.catalog;

import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Users: putting and finding. Erasing is {@link ErasureService}'s. */
@ApplicationScoped
public class UserService {
    private final Clock clock;

    UserService(Clock clock) {
        this.clock = clock;
    }

    /** Throws InvalidInput, naming every wrong field, where this could not be put. */
    public void check(String namespace, String externalId, User.Input input) {
        Faults faults = new Faults().id("namespace", namespace).id("id", externalId);
        if (input != null) {
            input.check(faults);
        }
        faults.throwIfAny();
    }

    /** Makes the user or replaces the demographics. */
    @Transactional
    public User put(String namespace, String externalId, User.Input input) {
        check(namespace, externalId, input);
        UserEntity entity = findOrCreate(namespace, externalId);
        entity.updatedAt = clock.instant();
        if (input != null) {
            entity.ageBand = input.ageBand();
            entity.gender = input.gender();
            entity.occupation = input.occupation();
            entity.region = input.region();
        }
        return User.of(entity);
    }

    /** The user; NotFound where there is none. */
    @Transactional
    public User get(String namespace, String externalId) {
        return User.of(entity(namespace, externalId));
    }

    /** The user, or empty where there is none. */
    @Transactional
    public Optional<User> find(String namespace, String externalId) {
        return UserEntity.of(namespace, externalId).map(User::of);
    }

    /** Users whose id starts so, in capitals or not, by namespace and id; for people who look for one. */
    @Transactional
    public List<User> search(String namespace, String start, int limit) {
        String pattern = start.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return UserEntity.<UserEntity>find(
                        "(?1 = '' or namespace = ?1) and lower(externalId) like lower(?2) order by namespace, externalId",
                        namespace,
                        pattern)
                .page(0, limit)
                .stream()
                .map(User::of)
                .toList();
    }

    /**
     * Keeps the user from being erased before the caller's transaction ends; an erasure that is under way is waited for.
     *
     * @return whether there is such a user, after that
     */
    public boolean hold(UUID id) {
        return UserEntity.held(id);
    }

    /**
     * The user's row, made where there is none; joins the caller's transaction, for whose length an erasure waits. A row that is there is
     * not touched, and one that another request makes at this moment is waited for, so that a person's events may come at the same time.
     */
    UserEntity findOrCreate(String namespace, String externalId) {
        Optional<UserEntity> found = UserEntity.held(namespace, externalId);
        while (found.isEmpty()) {
            UserEntity.getEntityManager()
                    .createNativeQuery("INSERT INTO app_user (namespace, external_id, created_at, updated_at)"
                            + " VALUES (:namespace, :id, :now, :now) ON CONFLICT DO NOTHING")
                    .setParameter("namespace", namespace)
                    .setParameter("id", externalId)
                    .setParameter("now", clock.instant())
                    .executeUpdate();
            found = UserEntity.held(namespace, externalId);
        }
        return found.get();
    }

    static UserEntity entity(String namespace, String externalId) {
        return UserEntity.of(namespace, externalId).orElseThrow(() -> unknown(namespace, externalId));
    }

    static NotFound unknown(String namespace, String externalId) {
        return new NotFound("There is no user '" + externalId + "' in the namespace '" + namespace
                + "'; make it with PUT /api/v1/users/{id}?namespace=" + namespace + ", or by an interaction.");
    }

    static UserEntity entity(UUID id) {
        return UserEntity.<UserEntity>findByIdOptional(id).orElseThrow(() -> new NotFound("There is no such user."));
    }
}
