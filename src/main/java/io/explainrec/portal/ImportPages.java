package io.explainrec.portal;

import io.explainrec.catalog.Page;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportJobs;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

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

    ImportPages(ImportJobs jobs) {
        this.jobs = jobs;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance imports(List<ImportJob> jobs, boolean running);

        static native TemplateInstance importJob(ImportJob job, List<ImportJob.Failure> failures);
    }

    @GET
    public TemplateInstance imports() {
        List<ImportJob> last = jobs.list(MOST);
        return Templates.imports(last, last.stream().anyMatch(job -> job.finishedAt() == null));
    }

    @GET
    @Path("{id}")
    public TemplateInstance job(UUID id) {
        return Templates.importJob(jobs.get(id), jobs.failures(id, "", 0, MOST));
    }

    /** All refused rows, as a table to take away. */
    @GET
    @Path("{id}/refused.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(UUID id) {
        return new CsvFile(
                        "refused",
                        List.of("file", "line", "field", "expected", "row"),
                        CsvFile.all(after -> refused(id, after))
                                .map(f -> List.of(f.part(), f.line(), f.field(), f.message(), f.excerpt())))
                .download();
    }

    /** A portion of the refused rows. The jobs go on behind a line, so a full portion gives the line back that may be cut. */
    private Page<ImportJob.Failure> refused(UUID id, String after) {
        String[] place = after == null ? new String[] {"0", ""} : after.split(" ", 2);
        List<ImportJob.Failure> found = jobs.failures(id, place[1], Long.parseLong(place[0]), AT_ONCE);
        if (found.size() < AT_ONCE) {
            return new Page<>(found, null);
        }
        List<ImportJob.Failure> whole = found.stream()
                .filter(f -> !place(f).equals(place(found.getLast())))
                .toList();
        List<ImportJob.Failure> kept = whole.isEmpty() ? found : whole;
        return new Page<>(kept, place(kept.getLast()));
    }

    private static String place(ImportJob.Failure failure) {
        return failure.line() + " " + failure.part();
    }
}
