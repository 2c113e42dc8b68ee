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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/domains/{domain}/items")
@RolesAllowed("backend")
@Tag(name = "Catalogue")
public class ItemResource {
    private final ItemService items;
    private final ItemImageService images;
    private final Bulk bulk;

    ItemResource(ItemService items, ItemImageService images, Bulk bulk) {
        this.items = items;
        this.images = images;
        this.bulk = bulk;
    }

    @GET
    public Page<Item> list(
            String domain,
            @RestQuery String q,
            @RestQuery String attribute,
            @RestQuery String after,
            @RestQuery @DefaultValue("50") int limit) {
        return items.list(domain, q, attribute, after, limit);
    }

    @POST
    @Consumes(Bulk.NDJSON)
    @Produces(Bulk.NDJSON)
    @Operation(
            summary = "Makes or replaces many items, one JSON object a line, each with its id",
            description = Bulk.CONTRACT)
    @RequestBody(
            required = true,
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = Item.Input.class)))
    @APIResponse(
            responseCode = "200",
            description = "A line for each line",
            content = @Content(mediaType = Bulk.NDJSON, schema = @Schema(implementation = Bulk.Result.class)))
    public StreamingOutput putAll(String domain, InputStream lines) {
        DomainService.entity(domain);
        return bulk.each(
                lines,
                Item.Input.class,
                input -> items.put(domain, input.id(), input).id());
    }

    @GET
    @Path("{id}")
    public Item get(String domain, String id) {
        return items.get(domain, id);
    }

    @PUT
    @Path("{id}")
    public Item put(String domain, String id, Item.Input input) {
        if (input != null) {
            new Faults().same("id", input.id(), id).throwIfAny();
        }
        return items.put(domain, id, input);
    }

    @DELETE
    @Path("{id}")
    public void retire(String domain, String id) {
        items.retire(domain, id);
    }

    @GET
    @Path("{id}/image")
    public Response image(String domain, String id) {
        Picture picture = images.get(domain, id);
        return Response.ok(picture.content(), picture.mediaType())
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @PUT
    @Path("{id}/image")
    @Consumes({"image/png", "image/jpeg", "image/gif", "application/octet-stream"})
    public void putImage(String domain, String id, InputStream body) throws IOException {
        images.put(domain, id, body);
    }

    @DELETE
    @Path("{id}/image")
    public void deleteImage(String domain, String id) {
        images.delete(domain, id);
    }
}
