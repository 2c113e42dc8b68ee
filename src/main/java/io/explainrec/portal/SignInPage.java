package io.explainrec.portal;

import io.explainrec.platform.identity.SessionCookie;
import io.explainrec.platform.identity.SignIn;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** Coming in and going out. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SignInPage {
    private final SignIn signIn;

    SignInPage(SignIn signIn) {
        this.signIn = signIn;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signIn(boolean failed, boolean wait, String to);
    }

    @GET
    @Path("sign-in")
    public TemplateInstance signIn(
            @RestQuery boolean failed, @RestQuery boolean wait, @RestQuery @DefaultValue("/") String to) {
        return Templates.signIn(failed, wait, to);
    }

    @POST
    @Path("sign-in/check")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response check(
            @RestForm("j_username") @DefaultValue("") String name,
            @RestForm("j_password") @DefaultValue("") String password,
            @RestForm @DefaultValue("/") String to,
            HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return switch (signIn.attempt(name, password.toCharArray(), address)) {
            case SignIn.Outcome.Opened opened ->
                Response.seeOther(page(to))
                        .cookie(SessionCookie.of(opened.token(), request.isSSL()))
                        .build();
            case SignIn.Outcome.Wrong wrong -> again("failed", to);
            case SignIn.Outcome.Wait wait -> again("wait", to);
        };
    }

    @POST
    @Path("sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response signOut(
            @RestCookie(SessionCookie.NAME) @DefaultValue("") String session, HttpServerRequest request) {
        signIn.out(session);
        return Response.seeOther(URI.create("/sign-in"))
                .cookie(SessionCookie.gone(request.isSSL()))
                .build();
    }

    private static Response again(String why, String to) {
        return Response.seeOther(
                        URI.create("/sign-in?" + why + "=true&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)))
                .build();
    }

    /** A page of ours, or home: the way back comes with the request, so it may be anybody's. */
    private static URI page(String to) {
        try {
            URI page = URI.create(to);
            boolean ours = page.getRawAuthority() == null && page.getScheme() == null && to.startsWith("/");
            return ours && !to.startsWith("//") ? page : URI.create("/");
        } catch (IllegalArgumentException notAnAddress) {
            return URI.create("/");
        }
    }
}
