package io.explainrec.recommend;

import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.embedding.ItemSearch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Items that lie near each other in the space that serves: whose words mean nearly the same, or as a fusion places them. */
@ApplicationScoped
public class SimilarItems {
    private final DomainService domains;
    private final ItemService items;
    private final EmbeddingService embeddings;
    private final ItemSearch search;

    SimilarItems(DomainService domains, ItemService items, EmbeddingService embeddings, ItemSearch search) {
        this.domains = domains;
        this.items = items;
        this.embeddings = embeddings;
        this.search = search;
    }

    /** An item, and the cosine of its vector. */
    public record Similar(Item item, double cosine) {}

    /** The nearest items of the domain, nearest first; none while the item waits for its vector. */
    public List<Similar> to(String domain, String externalId, int limit) {
        Item item = items.get(domain, externalId);
        EncoderVersion space = embeddings.active();
        Map<UUID, float[]> vector = embeddings.vectors(space, List.of(item.id()));
        if (vector.isEmpty()) {
            return List.of();
        }
        UUID domainId = domains.get(domain).id();
        List<ItemSearch.Neighbour> nearest = search.nearest(
                space, vector.get(item.id()), new ItemSearch.Filter(domainId, List.of(item.id()), Map.of()), limit);
        Map<UUID, Item> found =
                items.byIds(nearest.stream().map(ItemSearch.Neighbour::itemId).toList());
        return nearest.stream()
                .map(neighbour -> new Similar(found.get(neighbour.itemId()), neighbour.cosine()))
                .toList();
    }
}
