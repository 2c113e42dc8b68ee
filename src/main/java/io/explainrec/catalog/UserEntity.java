package io.explainrec.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

@Entity
@Table(name = "app_user")
class UserEntity extends PanacheEntityBase {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    String namespace;

    @Column(name = "external_id")
    String externalId;

    @Column(name = "age_band")
    String ageBand;

    String gender;
    String occupation;
    String region;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    int version;

    /** The row, which cannot go before the caller's transaction ends; an erasure that is under way is waited for. */
    static Optional<UserEntity> held(String namespace, String externalId) {
        return locked(namespace, externalId, "FOR KEY SHARE");
    }

    /** As {@link #held(String, String)}, of a row that is known already; false where it is gone. */
    static boolean held(UUID id) {
        return getEntityManager()
                .createNativeQuery("SELECT 1 FROM app_user WHERE id = :id FOR KEY SHARE", Integer.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .isPresent();
    }

    /** The row, alone: what is being written of the person comes in first, and nothing before the caller's transaction ends. */
    static Optional<UserEntity> alone(String namespace, String externalId) {
        return locked(namespace, externalId, "FOR UPDATE");
    }

    @SuppressWarnings("unchecked")
    private static Optional<UserEntity> locked(String namespace, String externalId, String strength) {
        return getEntityManager()
                .createNativeQuery(
                        "SELECT * FROM app_user WHERE namespace = :namespace AND external_id = :id " + strength,
                        UserEntity.class)
                .setParameter("namespace", namespace)
                .setParameter("id", externalId)
                .getResultStream()
                .findFirst();
    }

    static Optional<UserEntity> of(String namespace, String externalId) {
        return find("namespace = ?1 and externalId = ?2", namespace, externalId).firstResultOptional();
    }
}
