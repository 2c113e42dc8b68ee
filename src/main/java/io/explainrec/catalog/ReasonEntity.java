package io.explainrec.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

@Entity
@Table(name = "reason")
class ReasonEntity extends PanacheEntityBase {
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

    static List<ReasonEntity> of(Collection<UUID> interactions) {
        return interactions.isEmpty() ? List.of() : list("interactionId in ?1 order by reasonedAt, id", interactions);
    }
}
