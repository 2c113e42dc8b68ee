package io.explainrec.portal;

import io.explainrec.catalog.Page;
import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportJobs;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.catalog.imports.ImportUploads;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.FieldError;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.TooLarge;
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
import java.util.Objects;
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
    private static final int LONGEST_NAME = 200;
    private static final String FILE = "archive";

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
        static native TemplateInstance imports(
                List<ImportJob> jobs, boolean running, List<String> formats, Sent sent, List<FieldError> errors);

        static native TemplateInstance importJob(ImportJob job, List<ImportJob.Failure> failures);
    }

    /** What the form has besides the file, to be shown again where something is wrong with it. */
    public record Sent(String format, String domain, String namespace) {
        static final Sent NOTHING = new Sent("csv", "", "");

        /** What was not sent is empty, as in a form that nobody filled in. */
        static Sent of(String format, String domain, String namespace) {
            return new Sent(
                    Objects.requireNonNullElse(format, ""),
                    Objects.requireNonNullElse(domain, ""),
                    Objects.requireNonNullElse(namespace, ""));
        }

        ImportTarget target() {
            return new ImportTarget(domain, namespace.isBlank() ? domain : namespace);
        }
    }

    @GET
    public TemplateInstance imports() {
        return imports(Sent.NOTHING, List.of());
    }

    private TemplateInstance imports(Sent sent, List<FieldError> errors) {
        List<ImportJob> last = jobs.list(MOST);
        return Templates.imports(last, last.stream().anyMatch(ImportJob::open), ImportFormat.names(), sent, errors);
    }

    /** Takes an archive in and shows its import; what is wrong with it is said beside the form. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(
            @RestForm String format, @RestForm String domain, @RestForm String namespace, @RestForm FileUpload archive)
            throws IOException {
        Sent sent = Sent.of(format, domain, namespace);
        try {
            new Faults()
                    .check(archive != null && archive.size() > 0, FILE, "is missing; choose the zip file")
                    .throwIfAny();
            try (InputStream content = Files.newInputStream(archive.uploadedFile())) {
                ImportJob job = uploads.queue(format, sent.target(), name(archive), content);
                return Response.seeOther(URI.create("/imports/" + job.id())).build();
            }
        } catch (InvalidInput e) {
            List<FieldError> errors = e.errors().stream()
                    .map(error -> error.field().equals("body") ? new FieldError(FILE, error.message()) : error)
                    .toList();
            return refused(Response.Status.BAD_REQUEST, sent, errors);
        } catch (TooLarge e) {
            return refused(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE, sent, List.of(new FieldError(FILE, e.getMessage())));
        }
    }

    private Response refused(Response.Status status, Sent sent, List<FieldError> errors) {
        return Response.status(status).entity(imports(sent, errors)).build();
    }

    /** Without the folders that some browsers tell. */
    private static String name(FileUpload archive) {
        String name = Objects.requireNonNullElse(archive.fileName(), "")
                .replaceFirst(".*[/\\\\]", "")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return name.isEmpty() ? "upload" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
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
