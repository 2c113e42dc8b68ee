package io.explainrec.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

@Entity
@Table(name = "reason")
class ReasonEntity extends PanacheEntityBase {
    /** Below the 65,535 parameters that a statement may have. */
    private static final int AT_ONCE = 10_000;

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @Column(name = "interaction_id")
    UUID interactionId;

    String text;
    String provenance;
    String author;

    @Column(name = "reasoned_at")
    Instant reasonedAt;

    @Column(name = "created_at")
    Instant createdAt;

    /** Of each interaction its reasons in their order. */
    static List<ReasonEntity> of(Collection<UUID> interactions) {
        List<UUID> ids = List.copyOf(interactions);
        List<ReasonEntity> reasons = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            reasons.addAll(list("interactionId in ?1 order by reasonedAt, id", some));
        }
        return reasons;
    }
}
