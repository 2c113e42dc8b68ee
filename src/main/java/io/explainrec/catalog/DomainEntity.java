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
@Table(name = "domain")
class DomainEntity extends PanacheEntityBase {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    String name;
    String title;

    @Column(name = "like_threshold")
    Float likeThreshold;

    @Column(name = "rating_low")
    Float ratingLow;

    @Column(name = "rating_high")
    Float ratingHigh;

    boolean demo;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    int version;

    /** Whether its ratings, which it has a scale for, are within another one. */
    boolean hasItsScaleWithin(Domain.Input other) {
        return other.likeThreshold() != null && other.ratingLow() <= ratingLow && other.ratingHigh() >= ratingHigh;
    }

    /** Whether there are items of it, retired ones among them, or recommendations. */
    boolean isUsed() {
        return (boolean) getEntityManager()
                .createNativeQuery("""
                        SELECT EXISTS (SELECT 1 FROM item WHERE domain_id = :id)
                            OR EXISTS (SELECT 1 FROM recommendation WHERE domain_id = :id)
                        """, Boolean.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    static Optional<DomainEntity> named(String name) {
        return find("name", name).firstResultOptional();
    }
}
