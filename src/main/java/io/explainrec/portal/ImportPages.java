package io.explainrec.portal;

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
import java.util.List;
import java.util.UUID;

/** What came in, and what was refused? */
@Path("/imports")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ImportPages {
    private static final int MOST = 200;

    private final ImportJobs jobs;

    ImportPages(ImportJobs jobs) {
        this.jobs = jobs;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance imports(List<ImportJob> jobs);

        static native TemplateInstance importJob(ImportJob job, List<ImportJob.Failure> failures);
    }

    @GET
    public TemplateInstance imports() {
        return Templates.imports(jobs.list(MOST));
    }

    @GET
    @Path("{id}")
    public TemplateInstance job(UUID id) {
        return Templates.importJob(jobs.get(id), jobs.failures(id, "", 0, MOST));
    }
}
