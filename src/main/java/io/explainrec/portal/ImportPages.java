package io.explainrec.portal;

import io.explainrec.catalog.Page;
import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportJobs;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.catalog.imports.ImportUploads;
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
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** What came in, and what was refused? */
@Path("/imports")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ImportPages {
    private static final int MOST = 200;

    /** Refused rows that are read at once for a file. */
    private static final int AT_ONCE = 1000;

    private final ImportJobs jobs;
    private final ImportUploads uploads;

    ImportPages(ImportJobs jobs, ImportUploads uploads) {
        this.jobs = jobs;
        this.uploads = uploads;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance imports(List<ImportJob> jobs, boolean running, List<String> formats);

        static native TemplateInstance importJob(ImportJob job, List<ImportJob.Failure> failures);
    }

    @GET
    public TemplateInstance imports() {
        List<ImportJob> last = jobs.list(MOST);
        return Templates.imports(last, last.stream().anyMatch(ImportJob::open), ImportFormat.names());
    }

    /** Takes an archive in and shows its import. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm String format, @RestForm String domain, @RestForm String namespace, @RestForm FileUpload archive)
            throws IOException {
        new Faults()
                .check(archive != null, "archive", "is missing; choose the zip file")
                .throwIfAny();
        String people = namespace == null || namespace.isBlank() ? domain : namespace;
        try (InputStream content = Files.newInputStream(archive.uploadedFile())) {
            ImportJob job = uploads.queue(format, new ImportTarget(domain, people), content);
            return Response.seeOther(URI.create("/imports/" + job.id())).build();
        }
    }

    /** Refused rows may name people, so not everybody sees them. */
    @GET
    @Path("{id}")
    @RolesAllowed({"admin", "approver", "reviewer"})
    public TemplateInstance job(UUID id) {
        return Templates.importJob(jobs.get(id), jobs.failures(id, 0, MOST));
    }

    /** All refused rows, as a table to take away. */
    @GET
    @Path("{id}/refused.csv")
    @RolesAllowed({"admin", "approver", "reviewer"})
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(UUID id) {
        return new CsvFile(
                        "refused",
                        List.of("file", "line", "field", "expected", "row"),
                        CsvFile.all(after -> refused(id, after))
                                .map(f -> List.of(f.part(), f.line(), f.field(), f.message(), f.excerpt())))
                .download();
    }

    /** A portion of the refused rows, behind the place where the one before ended. */
    private Page<ImportJob.Failure> refused(UUID id, String after) {
        List<ImportJob.Failure> found = jobs.failures(id, after == null ? 0 : Long.parseLong(after), AT_ONCE);
        return new Page<>(
                found,
                found.size() < AT_ONCE ? null : String.valueOf(found.getLast().number()));
    }
}
