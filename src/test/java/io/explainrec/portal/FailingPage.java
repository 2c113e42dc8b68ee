package io.explainrec.portal;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A page of the tests alone that has a fault inside. */
@Path("/failing")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class FailingPage {
    @GET
    public String read() {
        throw new IllegalStateException("a secret of the inside");
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public String change() {
        return read();
    }
}
