package io.explainrec.recommend;

import io.explainrec.catalog.Interaction;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

@Path("/api/v1/recommendations")
@RolesAllowed("backend")
@Tag(name = "Recommendations")
public class RecommendationResource {
    private final RecommendService recommendations;
    private final RecommendationRecorder recorder;
    private final FeedbackService feedback;

    RecommendationResource(
            RecommendService recommendations, RecommendationRecorder recorder, FeedbackService feedback) {
        this.recommendations = recommendations;
        this.recorder = recorder;
        this.feedback = feedback;
    }

    @POST
    @Operation(summary = "Recommends; the answer is recorded before it leaves")
    public RecommendationAnswer recommend(RecommendationRequest request) {
        if (request == null) {
            throw new InvalidInput("body", "is missing");
        }
        return RecommendationAnswer.of(recommendations.recommend(request), request.explain());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"backend", "reviewer"})
    @Operation(
            summary = "A recommendation from its record",
            description =
                    "The answer as it was made, with what was asked. The person's history, demographics and prompt, as they"
                            + " were then, are sealed with their key and stand in their export; history and demographics"
                            + " also on the record's page in the portal.")
    public RecommendationAnswer get(UUID id) {
        Recommendation recommendation =
                recorder.find(id).orElseThrow(() -> new NotFound("There is no recommendation " + id + "."));
        return RecommendationAnswer.of(recommendation, true);
    }

    @POST
    @Path("{id}/feedback")
    public Interaction feedback(
            UUID id,
            FeedbackService.Feedback given,
            @RestHeader("Idempotency-Key") String key,
            @Context SecurityContext caller) {
        return feedback.give(caller.getUserPrincipal().getName(), id, given == null ? null : given.withKey(key));
    }
}
