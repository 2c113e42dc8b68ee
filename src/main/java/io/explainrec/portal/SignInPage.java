package io.explainrec.portal;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.RestQuery;

/** Coming in and going out. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class SignInPage {
    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signIn(boolean failed);
    }

    @GET
    @Path("sign-in")
    public TemplateInstance signIn(@RestQuery boolean failed) {
        return Templates.signIn(failed);
    }

    @POST
    @Path("sign-out")
    public Response signOut(SecurityIdentity identity) {
        FormAuthenticationMechanism.logout(identity);
        return Response.seeOther(URI.create("/sign-in")).build();
    }
}
