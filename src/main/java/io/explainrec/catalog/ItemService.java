package io.explainrec.catalog;

import io.explainrec.platform.problem.Cursor;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Items: putting, retiring, finding. */
@ApplicationScoped
public class ItemService {
    private final EntityManager entities;
    private final Clock clock;

    ItemService(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Throws InvalidInput, naming every wrong field, where this could not be put. */
    public void check(String externalId, Item.Input input) {
        Faults faults = new Faults().id("id", externalId);
        if (input == null) {
            faults.check(false, "body", "is missing");
        } else {
            input.check(faults);
        }
        faults.throwIfAny();
    }

    /** Makes the item or replaces what is known of it; brings it back where it was retired. */
    @Transactional
    public Item put(String domain, String externalId, Item.Input input) {
        check(externalId, input);
        DomainEntity owner = DomainService.entity(domain);
        ItemEntity entity = ItemEntity.of(owner, externalId).orElseGet(() -> {
            ItemEntity created = new ItemEntity();
            created.domain = owner;
            created.externalId = externalId;
            created.createdAt = clock.instant();
            return created;
        });
        boolean changed = !input.title().equals(entity.title)
                || !input.text().equals(entity.text)
                || !input.attributes().equals(entity.attributes);
        if (changed) {
            entity.contentVersion++;
        }
        entity.title = input.title();
        entity.text = input.text();
        entity.attributes = input.attributes();
        entity.imageUrl = input.imageUrl();
        entity.updatedAt = clock.instant();
        entity.retiredAt = null;
        entity.persist();
        return Item.of(entity, ItemImageEntity.exists(entity.id));
    }

    /** The item; NotFound where there is none or it was retired. */
    @Transactional
    public Item get(String domain, String externalId) {
        ItemEntity entity = entity(domain, externalId);
        return Item.of(entity, ItemImageEntity.exists(entity.id));
    }

    /** The item, also one that was retired, as histories and records point at it; NotFound where there never was one. */
    @Transactional
    public Item known(String domain, String externalId) {
        ItemEntity entity = knownEntity(domain, externalId);
        return Item.of(entity, ItemImageEntity.exists(entity.id));
    }

    /** Takes the item out of the catalogue; what points at it stays. */
    @Transactional
    public void retire(String domain, String externalId) {
        entity(domain, externalId).retiredAt = clock.instant();
    }

    /** Items by their ids, retired ones too, in no order. */
    @Transactional
    public Map<UUID, Item> byIds(Collection<UUID> ids) {
        Map<UUID, Item> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            List<UUID> pictured = ItemImageEntity.of(ids);
            List<ItemEntity> items = ItemEntity.list("from ItemEntity i join fetch i.domain where i.id in ?1", ids);
            items.forEach(item -> found.put(item.id, Item.of(item, pictured.contains(item.id))));
        }
        return found;
    }

    /**
     * A page of a domain's items in the order they came.
     *
     * @param words every one of them is in title or text, of the last one perhaps the beginning alone; or an item's id; null for all
     * @param attribute {@code name=value} that items must have; null for all
     * @param after where the page before ended; null for the first
     */
    @Transactional
    public Page<Item> list(String domain, String words, String attribute, String after, int limit) {
        DomainEntity owner = DomainService.entity(domain);
        Faults faults = new Faults()
                .limit(limit, Page.MOST)
                .text("q", words, 200)
                .text("attribute", attribute, 500)
                .check(attribute == null || attribute.indexOf('=') > 0, "attribute", "must be name=value");
        faults.throwIfAny();
        Query query = entities.createNativeQuery("""
                        SELECT i.* FROM item i
                        WHERE i.domain_id = :domain AND i.retired_at IS NULL AND i.id > :after
                          AND (:words = '' OR i.external_id = :words OR i.search @@ (
                                SELECT CASE WHEN q <> '' THEN (q || ':*')::tsquery END
                                FROM (SELECT plainto_tsquery('simple', :words)::text AS q) AS typed))
                          AND (:name = '' OR i.attributes @> jsonb_build_object(:name, jsonb_build_array(:value)))
                        ORDER BY i.id LIMIT :limit
                        """, ItemEntity.class)
                .setParameter("domain", owner.id)
                .setParameter("after", after == null ? new UUID(0, 0) : Cursor.of(after))
                .setParameter("words", words == null ? "" : words)
                .setParameter("name", attribute == null ? "" : attribute.substring(0, attribute.indexOf('=')))
                .setParameter("value", attribute == null ? "" : attribute.substring(attribute.indexOf('=') + 1))
                .setParameter("limit", limit + 1);
        @SuppressWarnings("unchecked")
        List<ItemEntity> found = query.getResultList();
        List<UUID> pictured =
                ItemImageEntity.of(found.stream().map(item -> item.id).toList());
        return Page.of(
                found.stream()
                        .map(item -> Item.of(item, pictured.contains(item.id)))
                        .toList(),
                limit,
                item -> item.id().toString());
    }

    static ItemEntity entity(String domain, String externalId) {
        return Optional.of(knownEntity(domain, externalId))
                .filter(item -> item.retiredAt == null)
                .orElseThrow(() -> unknown(domain, externalId));
    }

    static ItemEntity knownEntity(String domain, String externalId) {
        return ItemEntity.of(DomainService.entity(domain), externalId).orElseThrow(() -> unknown(domain, externalId));
    }

    private static NotFound unknown(String domain, String externalId) {
        return new NotFound("There is no item '" + externalId + "' in the domain '" + domain + "'.");
    }
}
