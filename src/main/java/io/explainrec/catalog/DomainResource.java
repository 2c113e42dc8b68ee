package io.explainrec.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/domains")
@RolesAllowed("backend")
@Tag(name = "Catalogue")
public class DomainResource {
    private final DomainService domains;

    DomainResource(DomainService domains) {
        this.domains = domains;
    }

    @GET
    public List<Domain> list() {
        return domains.list();
    }

    @GET
    @Path("{domain}")
    public Domain get(String domain) {
        return domains.get(domain);
    }

    @PUT
    @Path("{domain}")
    public Domain put(String domain, Domain.Input input) {
        return domains.put(domain, input);
    }

    @DELETE
    @Path("{domain}")
    public void remove(String domain) {
        domains.remove(domain);
    }
}
