package io.explainrec.catalog;

import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Receipts of erasures, for who lost the answer: the person cannot be erased twice. */
@Path("/api/v1/erasures")
@RolesAllowed("backend")
@Tag(name = "Users")
public class ErasureResource {
    private final ErasureService erasure;

    ErasureResource(ErasureService erasure) {
        this.erasure = erasure;
    }

    @GET
    @Operation(summary = "Receipts of the last erasures, newest first; none says whom")
    public List<ErasureService.Receipt> last(@RestQuery @DefaultValue("50") int limit) {
        new Faults().limit(limit, Page.MOST).throwIfAny();
        return erasure.last(limit);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "The receipt that an erasure gave")
    public ErasureService.Receipt get(UUID id) {
        return erasure.receipt(id);
    }
}
