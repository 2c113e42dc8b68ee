package io.explainrec.knowledge;

import io.explainrec.platform.problem.Cursor;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.InvalidInput;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/knowledge")
@RolesAllowed("curator")
@Tag(name = "Knowledge")
public class KnowledgeResource {
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_FOUND = 200;
    private static final int MOST_SNAPSHOTS = 200;

    private final KnowledgeService knowledge;

    KnowledgeResource(KnowledgeService knowledge) {
        this.knowledge = knowledge;
    }

    @GET
    @Path("snapshots")
    @Operation(summary = "Snapshots of the knowledge base, newest first; after is the last one of the page before")
    public List<Snapshot> list(@RestQuery String after, @RestQuery @DefaultValue("50") int limit) {
        new Faults().limit(limit, MOST_SNAPSHOTS).throwIfAny();
        return knowledge.list(Cursor.of(after), limit);
    }

    @POST
    @Path("snapshots")
    @Operation(
            summary = "Asks for a snapshot, which is built in the background; while one waits, that one is the answer")
    @APIResponse(responseCode = "202")
    public Response ask(@Context SecurityContext caller) {
        Snapshot asked = knowledge.ask(caller.getUserPrincipal().getName());
        return Response.accepted(asked)
                .location(URI.create("/api/v1/knowledge/snapshots/" + asked.id()))
                .build();
    }

    @GET
    @Path("snapshots/{id}")
    public Snapshot get(UUID id) {
        return knowledge.get(id);
    }

    @GET
    @Path("snapshots/{id}/entries")
    @Operation(
            summary = "What was found, or with all=true also what does not count as found, a page at a time;"
                    + " after is how many entries the pages before had")
    public List<KnowledgeEntry> entries(
            UUID id,
            @RestQuery String kind,
            @RestQuery @DefaultValue("false") boolean all,
            @RestQuery @DefaultValue("0") int after,
            @RestQuery @DefaultValue("1000") int limit) {
        new Faults()
                .limit(limit, MOST_ENTRIES)
                .check(after >= 0, "after", "is " + after + "; expected how many entries the pages before had")
                .throwIfAny();
        return knowledge.entries(id, kind == null ? null : kind(kind), !all, after, limit);
    }

    @GET
    @Path("snapshots/{id}/diff/{other}")
    @Operation(summary = "What was found in the first and not, or otherwise, in the other")
    public List<KnowledgeChange> diff(UUID id, UUID other) {
        return knowledge.compare(id, other);
    }

    @POST
    @Path("snapshots/{id}/activate")
    @Operation(summary = "Makes a snapshot serve; 'previous' goes back to the one before")
    public Snapshot activate(String id, @Context SecurityContext caller) {
        return knowledge.activate(id, caller.getUserPrincipal().getName());
    }

    @GET
    @Path("search")
    @Operation(summary = "Searches the active snapshot: findings by meaning (text), or all that is said of a value")
    public List<KnowledgeService.Found> search(
            @RestQuery String text,
            @RestQuery String domain,
            @RestQuery String attribute,
            @RestQuery String value,
            @RestQuery @DefaultValue("20") int limit) {
        new Faults().limit(limit, MOST_FOUND).throwIfAny();
        return knowledge.search(new KnowledgeSearch(text, domain, attribute, value), limit);
    }

    private static KnowledgeKind kind(String label) {
        return KnowledgeKind.labelled(label)
                .orElseThrow(() ->
                        new InvalidInput("kind", "is '" + label + "'; expected one of " + KnowledgeKind.labels()));
    }
}
