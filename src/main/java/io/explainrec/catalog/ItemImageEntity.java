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

@Entity
@Table(name = "item_image")
class ItemImageEntity extends PanacheEntityBase {
    @Id
    @Column(name = "item_id")
    UUID itemId;

    @Column(name = "media_type")
    String mediaType;

    int width;
    int height;
    byte[] content;
    byte[] sha256;

    @Column(name = "uploaded_at")
    Instant uploadedAt;

    static boolean exists(UUID itemId) {
        return count("itemId", itemId) > 0;
    }

    /** Those of these items that have a picture. */
    static List<UUID> of(Collection<UUID> items) {
        return items.isEmpty()
                ? List.of()
                : find("select i.itemId from ItemImageEntity i where i.itemId in ?1", items)
                        .project(UUID.class)
                        .list();
    }
}
