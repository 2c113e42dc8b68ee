package io.explainrec.catalog.imports;

import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/imports")
@RolesAllowed("backend")
@Tag(name = "Imports")
public class ImportResource {
    private static final int MOST = 1000;

    private final ImportJobs jobs;
    private final ImportUploads uploads;

    ImportResource(ImportJobs jobs, ImportUploads uploads) {
        this.jobs = jobs;
        this.uploads = uploads;
    }

    @POST
    @Consumes("application/zip")
    @Operation(
            summary = "Queues the import of a folder that is sent as a zip file; users' namespace is the domain's name"
                    + " unless given; of a data set with several domains, their names begin with the one that is given")
    @APIResponse(responseCode = "202")
    public Response queue(
            @RestQuery String format, @RestQuery String domain, @RestQuery String namespace, InputStream archive)
            throws IOException {
        ImportTarget target = new ImportTarget(domain, namespace == null ? domain : namespace);
        ImportJob job = uploads.queue(format, target, "upload", archive);
        return Response.accepted(job)
                .location(URI.create("/api/v1/imports/" + job.id()))
                .build();
    }

    @GET
    public List<ImportJob> list(@RestQuery @DefaultValue("50") int limit) {
        new Faults().limit(limit, MOST).throwIfAny();
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
            UUID id, @RestQuery @DefaultValue("0") long after, @RestQuery @DefaultValue("200") int limit) {
        new Faults().limit(limit, MOST).throwIfAny();
        return jobs.failures(id, after, limit);
    }
}
