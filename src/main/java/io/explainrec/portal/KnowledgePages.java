package io.explainrec.portal;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.knowledge.KnowledgeSearch;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.platform.problem.Faults;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** What does the system believe of groups, domains and times? Its snapshots, and a search in the active one. */
@Path("/knowledge")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class KnowledgePages {
    private static final int MOST_SNAPSHOTS = 50;
    private static final int MOST_FOUND = 50;

    private final KnowledgeService knowledge;
    private final DomainService domains;
    private final Visitor visitor;

    KnowledgePages(KnowledgeService knowledge, DomainService domains, Visitor visitor) {
        this.knowledge = knowledge;
        this.domains = domains;
        this.visitor = visitor;
    }

    /**
     * The snapshots, newest first.
     *
     * @param active the one that serves; null where none does
     * @param previous the one that served before it; null where none did
     * @param more whether there are older ones
     */
    public record Snapshots(List<Snapshot> last, Snapshot active, Snapshot previous, boolean more) {
        /** Whether one waits or is being built. */
        public boolean open() {
            return last.stream().anyMatch(Snapshot::open);
        }

        /** Those that can be read, and so compared. */
        public List<Snapshot> ready() {
            return last.stream().filter(Snapshot::ready).toList();
        }
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance knowledge(
                Snapshots snapshots, KnowledgeSearch search, List<EntryLine> found, boolean more, List<Domain> domains);
    }

    @GET
    public TemplateInstance knowledge(
            @RestQuery String text, @RestQuery String domain, @RestQuery String attribute, @RestQuery String value) {
        KnowledgeSearch search = new KnowledgeSearch(
                PageValues.orNull(text),
                PageValues.orNull(domain),
                PageValues.orNull(attribute),
                PageValues.orNull(value));
        Optional<Snapshot> active = knowledge.active();
        List<EntryLine> found = active.filter(snapshot -> search.asked()).stream()
                .flatMap(snapshot ->
                        knowledge.search(search, MOST_FOUND + 1).stream().map(one -> EntryLine.of(snapshot.id(), one)))
                .toList();
        return Templates.knowledge(
                snapshots(active.orElse(null)),
                search,
                found.stream().limit(MOST_FOUND).toList(),
                found.size() > MOST_FOUND,
                domains.list());
    }

    /** Asks for a snapshot, which is built in the background, and shows how that goes. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response build() {
        Snapshot asked = knowledge.ask(visitor.name());
        return Response.seeOther(URI.create("/knowledge/" + asked.id())).build();
    }

    /** Makes a snapshot serve. */
    @POST
    @Path("activate")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response activate(@RestForm String snapshot) {
        new Faults().requiredText("snapshot", snapshot, KnowledgeSearch.LONGEST).throwIfAny();
        knowledge.activate(snapshot, visitor.name());
        return Response.seeOther(URI.create("/knowledge")).build();
    }

    private Snapshots snapshots(Snapshot active) {
        List<Snapshot> all = knowledge.list(null, MOST_SNAPSHOTS + 1);
        return new Snapshots(
                all.stream().limit(MOST_SNAPSHOTS).toList(),
                active,
                knowledge.previous().orElse(null),
                all.size() > MOST_SNAPSHOTS);
    }
}
