package io.explainrec.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.evaluation.EvaluationService.Listed;
import io.explainrec.platform.problem.Cursor;
import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/evaluations")
@RolesAllowed({"evaluator", "reviewer"})
@Tag(name = "Evaluations")
public class EvaluationResource {
    private static final int MOST = 50;

    private final EvaluationService evaluations;

    EvaluationResource(EvaluationService evaluations) {
        this.evaluations = evaluations;
    }

    @POST
    @RolesAllowed("evaluator")
    @Operation(summary = "Stores a report.json that './explainrec evaluate' wrote")
    @APIResponse(responseCode = "201")
    public Response add(JsonNode report, @Context SecurityContext caller) {
        Listed added =
                Listed.of(evaluations.add(report, caller.getUserPrincipal().getName()));
        return Response.created(URI.create("/api/v1/evaluations/" + added.id()))
                .entity(added)
                .build();
    }

    /** Newest first; {@code after} is the id of the last one of the page before. */
    @GET
    public List<Listed> list(@RestQuery String after, @RestQuery @DefaultValue("20") int limit) {
        new Faults().limit(limit, MOST).throwIfAny();
        return evaluations.list(Cursor.of(after), limit);
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The report as it was sent")
    public String get(UUID id) {
        return evaluations.body(id);
    }
}
