package io.explainrec.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

@Entity
@Table(name = "interaction")
class InteractionEntity extends PanacheEntityBase {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "user_id")
    UserEntity user;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "item_id")
    ItemEntity item;

    boolean liked;
    Float rating;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    int version;

    /** Judges the domain's ratings by its threshold; flags stay as people set them. */
    static void judgeRatings(DomainEntity domain) {
        update(
                "liked = case when rating > ?1 then true else false end, version = version + 1"
                        + " where rating is not null and item.id in (select i.id from ItemEntity i where i.domain = ?2)",
                domain.likeThreshold,
                domain);
    }

    /**
     * A rating of the domain that is lower or higher.
     *
     * @param low null where any rating is
     */
    static Optional<Float> ratedOutside(DomainEntity domain, Float low, Float high) {
        return InteractionEntity.<InteractionEntity>find(
                        "item.domain = ?1 and rating is not null and (rating < ?2 or rating > ?3)",
                        domain,
                        low == null ? Float.POSITIVE_INFINITY : low,
                        high == null ? Float.POSITIVE_INFINITY : high)
                .firstResultOptional()
                .map(event -> event.rating);
    }

    /** So many events at most, with their users, items and domains, read at once. */
    static List<InteractionEntity> whole(String condition, int most, Object... parameters) {
        return InteractionEntity.<InteractionEntity>find(
                        "from InteractionEntity n join fetch n.user join fetch n.item i join fetch i.domain where "
                                + condition,
                        parameters)
                .page(0, most)
                .list();
    }
}
