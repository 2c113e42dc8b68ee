package io.explainrec.catalog;

import io.explainrec.platform.problem.Faults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/users")
@RolesAllowed("backend")
@Tag(name = "Users")
public class UserResource {
    private final UserService users;
    private final InteractionService interactions;
    private final ErasureService erasure;
    private final Bulk bulk;

    UserResource(UserService users, InteractionService interactions, ErasureService erasure, Bulk bulk) {
        this.users = users;
        this.interactions = interactions;
        this.erasure = erasure;
        this.bulk = bulk;
    }

    @POST
    @Consumes(Bulk.NDJSON)
    @Produces(Bulk.NDJSON)
    @Operation(
            summary =
                    "Makes or replaces many users, one JSON object a line, each with its id and perhaps its namespace",
            description = Bulk.CONTRACT)
    @RequestBody(
            required = true,
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = User.Input.class)))
    @APIResponse(
            responseCode = "200",
            description = "A line for each line",
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = Bulk.Result.class)))
    public StreamingOutput putAll(InputStream lines) {
        return bulk.each(
                lines,
                User.Input.class,
                input -> users.put(
                                input.namespace() == null ? User.DEFAULT_NAMESPACE : input.namespace(),
                                input.id(),
                                input)
                        .id());
    }

    @GET
    @Path("{id}")
    public User get(String id, @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace) {
        return users.get(namespace, id);
    }

    @PUT
    @Path("{id}")
    public User put(String id, @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace, User.Input input) {
        if (input != null) {
            new Faults()
                    .same("id", input.id(), id)
                    .same("namespace", input.namespace(), namespace)
                    .throwIfAny();
        }
        return users.put(namespace, id, input);
    }

    @DELETE
    @Path("{id}")
    public ErasureService.Receipt erase(String id, @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace) {
        return erasure.erase(namespace, id);
    }

    @GET
    @Path("{id}/export")
    @Operation(
            summary = "All that is held of the person, part by part",
            description =
                    "Recommendations as they were shown, with what was known of the person then; written while they are read.")
    public Map<String, Object> export(String id, @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace) {
        return erasure.export(namespace, id);
    }

    @GET
    @Path("{id}/interactions")
    public Page<Interaction> history(
            String id,
            @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace,
            @RestQuery String after,
            @RestQuery @DefaultValue("50") int limit) {
        return interactions.history(users.get(namespace, id).id(), after, limit);
    }
}
