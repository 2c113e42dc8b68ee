package io.explainrec.catalog.imports;

import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/imports")
@RolesAllowed({"backend", "admin"})
@Tag(name = "Imports")
public class ImportResource {
    private static final int MOST = 1000;

    private final ImportJobs jobs;

    ImportResource(ImportJobs jobs) {
        this.jobs = jobs;
    }

    @GET
    public List<ImportJob> list(@RestQuery @DefaultValue("50") int limit) {
        checkLimit(limit);
        return jobs.list(limit);
    }

    @GET
    @Path("{id}")
    public ImportJob get(UUID id) {
        return jobs.get(id);
    }

    @GET
    @Path("{id}/failures")
    public List<ImportJob.Failure> failures(
            UUID id,
            @RestQuery @DefaultValue("") String afterPart,
            @RestQuery @DefaultValue("0") long afterLine,
            @RestQuery @DefaultValue("200") int limit) {
        checkLimit(limit);
        return jobs.failures(id, afterPart, afterLine, limit);
    }

    private static void checkLimit(int limit) {
        new Faults()
                .check(limit >= 1 && limit <= MOST, "limit", "must be from 1 to " + MOST)
                .throwIfAny();
    }
}
