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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "item")
class ItemEntity extends PanacheEntityBase {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "domain_id")
    DomainEntity domain;

    @Column(name = "external_id")
    String externalId;

    String title;
    String text;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, List<String>> attributes;

    @Column(name = "image_url")
    String imageUrl;

    @Column(name = "content_version")
    int contentVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "retired_at")
    Instant retiredAt;

    @Version
    int version;

    static Optional<ItemEntity> of(DomainEntity domain, String externalId) {
        return find("domain = ?1 and externalId = ?2", domain, externalId).firstResultOptional();
    }
}
