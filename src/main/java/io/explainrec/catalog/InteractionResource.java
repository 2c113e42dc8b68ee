package io.explainrec.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

@Path("/api/v1/interactions")
@RolesAllowed("backend")
@Tag(name = "Feedback")
public class InteractionResource {
    private final InteractionService interactions;
    private final Bulk bulk;

    InteractionResource(InteractionService interactions, Bulk bulk) {
        this.interactions = interactions;
        this.bulk = bulk;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Interaction add(
            Interaction.Input input, @RestHeader("Idempotency-Key") String key, @Context SecurityContext caller) {
        return interactions.add(caller.getUserPrincipal().getName(), input == null ? null : input.withKey(key));
    }

    @POST
    @Consumes(Bulk.NDJSON)
    @Produces(Bulk.NDJSON)
    @Operation(
            summary = "Records an event, or many, one JSON object a line, each perhaps with an idempotencyKey",
            description = Bulk.CONTRACT)
    @RequestBody(
            required = true,
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = Interaction.Input.class)))
    @APIResponse(
            responseCode = "200",
            description = "A line for each line",
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = Bulk.Result.class)))
    public StreamingOutput addAll(InputStream lines, @Context SecurityContext caller) {
        String client = caller.getUserPrincipal().getName();
        return bulk.each(
                lines,
                Interaction.Input.class,
                input -> interactions.add(client, input).id());
    }

    @PUT
    @Path("{id}")
    public Interaction correct(UUID id, Interaction.Input input) {
        return interactions.correct(id, input);
    }

    @DELETE
    @Path("{id}")
    public void delete(UUID id) {
        interactions.delete(id);
    }
}
