package io.explainrec.portal;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.EvaluationService;
import io.explainrec.evaluation.EvaluationService.Listed;
import io.explainrec.evaluation.EvaluationService.Stored;
import io.explainrec.evaluation.page.ReportPage;
import io.explainrec.evaluation.page.Summary;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** How good is it, against what? */
@Path("/evaluations")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class EvaluationPages {
    /** Reports at once; each is read whole for its line, one after the other. */
    private static final int AT_ONCE = 20;

    private final EvaluationService evaluations;
    private final Visitor visitor;
    private final ReportPage pages = new ReportPage();

    EvaluationPages(EvaluationService evaluations, Visitor visitor) {
        this.evaluations = evaluations;
        this.visitor = visitor;
    }

    /** A line of the list. */
    public record Line(Listed report, Summary summary) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance evaluations(List<Line> lines, UUID older, List<FieldError> errors);

        static native TemplateInstance evaluation(Stored stored, String html);
    }

    /** Newest first, behind one of them. */
    @GET
    public TemplateInstance list(@RestQuery UUID after) {
        return list(after, List.of());
    }

    /** Stores a report and shows it; what is wrong with it is said beside the form. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response upload(@RestForm FileUpload report) throws IOException {
        try {
            UUID id = evaluations.add(content(report), visitor.name()).id();
            return Response.seeOther(URI.create("/evaluations/" + id)).build();
        } catch (InvalidInput e) {
            return refused(Response.Status.BAD_REQUEST, e.errors());
        } catch (TooLarge e) {
            return refused(Response.Status.REQUEST_ENTITY_TOO_LARGE, List.of(new FieldError("report", e.getMessage())));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(UUID id) {
        Stored stored = evaluations.get(id);
        return Templates.evaluation(stored, pages.fragment(stored.report()));
    }

    /** Every measurement, as a table to take away; what is not defined is empty. */
    @GET
    @Path("{id}/measurements.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(UUID id) {
        EvaluationReport report = evaluations.get(id).report();
        return new CsvFile(
                        "measurements",
                        List.of("protocol", "part", "scorer", "metric", "low", "value", "high"),
                        report.measurements().stream().map(EvaluationPages::row))
                .download();
    }

    /** The report as it was sent. */
    @GET
    @Path("{id}/report.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(UUID id) {
        return Response.ok(evaluations.body(id), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"report.json\"")
                .build();
    }

    private TemplateInstance list(UUID after, List<FieldError> errors) {
        List<Listed> found = evaluations.list(after, AT_ONCE + 1);
        List<Line> lines = found.stream()
                .limit(AT_ONCE)
                .map(listed ->
                        new Line(listed, Summary.of(evaluations.get(listed.id()).report())))
                .toList();
        UUID older = found.size() > AT_ONCE ? lines.getLast().report().id() : null;
        return Templates.evaluations(lines, older, errors);
    }

    private Response refused(Response.Status status, List<FieldError> errors) {
        return Response.status(status).entity(list(null, errors)).build();
    }

    private static byte[] content(FileUpload report) throws IOException {
        if (report == null || report.size() == 0) {
            throw new InvalidInput(
                    "report", "is missing or empty; choose the report.json that './explainrec evaluate' wrote");
        }
        if (report.size() > EvaluationService.MOST_BYTES) {
            throw new TooLarge("has " + PageValues.of(report.size(), "byte") + "; expected at most "
                    + PageValues.grouped(EvaluationService.MOST_BYTES)
                    + ". A report.json has some 250,000: choose that file, not the data.");
        }
        return Files.readAllBytes(report.uploadedFile());
    }

    private static List<?> row(Figure figure) {
        return Arrays.asList(
                figure.protocol(),
                figure.part(),
                figure.scorer(),
                figure.metric(),
                number(figure.low()),
                number(figure.value()),
                number(figure.high()));
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
