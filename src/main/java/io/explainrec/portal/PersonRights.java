package io.explainrec.portal;

import io.explainrec.catalog.ErasureService;
import io.explainrec.platform.problem.InvalidInput;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** A person's two rights, exercised by an admin: all that is held of them as a file, and its erasure. */
@Path("/users")
@RolesAllowed("admin")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class PersonRights {
    private final ErasureService erasure;
    private final Waiting waiting;

    PersonRights(ErasureService erasure, Waiting waiting) {
        this.erasure = erasure;
        this.waiting = waiting;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance erased(ErasureService.Receipt receipt, List<Waiting.Matter> matters);
    }

    @GET
    @Path("export.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response export(@RestQuery String namespace, @RestQuery String id) {
        return Response.ok(erasure.export(namespace, id), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"person.json\"")
                .build();
    }

    /** Erases where the id was typed again, and shows the receipt, which tells nothing of whom. */
    @POST
    @Path("erase")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response erase(@RestForm String namespace, @RestForm String id, @RestForm String confirmation) {
        if (id == null || confirmation == null || !id.equals(confirmation.strip())) {
            throw new InvalidInput(
                    "confirmation",
                    "is '" + confirmation + "'; expected the id of the person whose data shall go, '" + id + "'");
        }
        ErasureService.Receipt receipt = erasure.erase(namespace, id);
        return Response.seeOther(URI.create("/users/erased/" + receipt.id())).build();
    }

    @GET
    @Path("erased/{receipt}")
    @RolesAllowed({"admin", "approver", "reviewer"})
    public TemplateInstance erased(UUID receipt) {
        return Templates.erased(erasure.receipt(receipt), waiting.countErased());
    }
}
