package io.explainrec.recommend;

import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/domains/{domain}/items/{id}/similar")
@RolesAllowed("backend")
@Tag(name = "Catalogue")
public class SimilarItemsResource {
    private static final int MOST = 100;

    private final SimilarItems similar;

    SimilarItemsResource(SimilarItems similar) {
        this.similar = similar;
    }

    @GET
    public List<SimilarItems.Similar> similar(String domain, String id, @RestQuery @DefaultValue("10") int limit) {
        new Faults().limit(limit, MOST).throwIfAny();
        return similar.to(domain, id, limit);
    }
}
