package io.explainrec.portal;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemImageService;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.Page;
import io.explainrec.catalog.Picture;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.SimilarItems;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;

/** What do we know of the items? */
@Path("/catalogue")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class CataloguePages {
    private static final int PAGE = 30;
    private static final int NEIGHBOURS = 8;

    private final DomainService domains;
    private final ItemService items;
    private final ItemImageService images;
    private final SimilarItems similar;
    private final Statistics statistics;

    CataloguePages(
            DomainService domains,
            ItemService items,
            ItemImageService images,
            SimilarItems similar,
            Statistics statistics) {
        this.domains = domains;
        this.items = items;
        this.images = images;
        this.similar = similar;
        this.statistics = statistics;
    }

    /** What everybody's behaviour says of an item. */
    @Singleton
    record Statistics(EvidenceStateLoader states, Counts counts, ItemKnowledge knowledge) {}

    /** A neighbour as the page shows it. */
    public record Near(Shown item, String cosine) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance catalogue(List<Domain> domains, Search search, Page<Shown> items);

        static native TemplateInstance item(
                Shown item, EvidenceState.Tally tally, long shown, List<EntryLine> known, List<Near> similar);
    }

    @GET
    public TemplateInstance catalogue(
            @RestQuery String domain, @RestQuery String q, @RestQuery String attribute, @RestQuery String after) {
        List<Domain> all = domains.list();
        if (all.isEmpty()) {
            return Templates.catalogue(all, new Search(null, null, null), new Page<>(List.of(), null));
        }
        Search search = new Search(domain == null ? all.getFirst().name() : domain, q, attribute);
        Page<Item> found = find(search, after, PAGE);
        return Templates.catalogue(
                all, search, new Page<>(found.items().stream().map(Shown::of).toList(), found.next()));
    }

    /** All items that the search finds, as a table to take away. */
    @GET
    @Path("items.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(@RestQuery String domain, @RestQuery String q, @RestQuery String attribute) {
        Search search = new Search(domain, q, attribute);
        return new CsvFile(
                        "items",
                        List.of("domain", "id", "title", "text", "attributes"),
                        CsvFile.all(after -> find(search, after, Page.MOST))
                                .map(item -> List.of(
                                        item.domain(), item.externalId(), item.title(), item.text(), attributes(item))))
                .download();
    }

    @GET
    @Path("{domain}/item")
    public TemplateInstance item(String domain, @RestQuery String id) {
        Item item = items.known(domain, id);
        return Templates.item(
                Shown.of(item),
                statistics.states().state().tally(item.id()),
                statistics.counts().shown(item.id()),
                statistics.knowledge().of(item),
                item.retiredAt() == null ? near(domain, id) : List.of());
    }

    private List<Near> near(String domain, String id) {
        return similar.to(domain, id, NEIGHBOURS).stream()
                .map(s -> new Near(Shown.of(s.item()), String.format(Locale.ROOT, "%.3f", s.cosine())))
                .toList();
    }

    @GET
    @Path("{domain}/picture")
    public Response picture(String domain, @RestQuery String id) {
        Picture picture = images.get(domain, id);
        return Response.ok(picture.content(), picture.mediaType())
                .header("Cache-Control", "private, max-age=300")
                .build();
    }

    private Page<Item> find(Search search, String after, int limit) {
        return items.list(search.domain(), search.q(), search.attribute(), after, limit);
    }

    private static String attributes(Item item) {
        return item.attributes().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + String.join("|", entry.getValue()))
                .collect(Collectors.joining("; "));
    }
}
