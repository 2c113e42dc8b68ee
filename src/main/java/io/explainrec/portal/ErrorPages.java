package io.explainrec.portal;

import io.explainrec.platform.problem.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives a problem as a page to whoever asked for a page; the API gives it as it is. */
class ErrorPages {
    private final Visitor visitor;

    ErrorPages(Visitor visitor) {
        this.visitor = visitor;
    }

    /**
     * What a person is told beyond the problem itself.
     *
     * @param kept what became of the data
     * @param back where they came from, if it was one of our pages; null otherwise
     */
    public record Advice(String kept, String next, String back) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance problem(Problem problem, Advice advice);
    }

    @ServerResponseFilter
    void show(ContainerRequestContext request, ContainerResponseContext response) {
        Object entity = response.getEntity();
        if (response.getStatus() < 400 || !wantsPage(request) || !(entity == null || entity instanceof Problem)) {
            return;
        }
        Problem problem = entity instanceof Problem known ? known : Problem.ofStatus(response.getStatus());
        String html = Templates.problem(problem, advice(problem, request)).render();
        response.setEntity(html, null, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
    }

    private static boolean wantsPage(ContainerRequestContext request) {
        return PageCaching.isOfPortal(request)
                && request.getAcceptableMediaTypes().stream()
                        .anyMatch(type -> type.getSubtype().equals("html"));
    }

    private Advice advice(Problem problem, ContainerRequestContext request) {
        String kind = problem.type().substring(problem.type().lastIndexOf(':') + 1);
        boolean reading = request.getMethod().equals("GET");
        String kept =
                switch (kind) {
                    case "internal", "unavailable" ->
                        reading
                                ? "Nothing was changed: a page only reads."
                                : "A change is made whole or not at all; look at the page that you came from to see which.";
                    default -> "Nothing was changed.";
                };
        String next =
                switch (kind) {
                    case "forbidden" ->
                        "You are signed in as " + visitor.name() + ", whose role is " + visitor.role()
                                + ". Pages about a person are for the roles admin, approver and reviewer; what takes data out or"
                                + " changes them is for the role admin. Ask an admin, or sign in with another account.";
                    case "not-found" ->
                        (problem.detail() == null
                                        ? "There is no page at "
                                                + request.getUriInfo().getPath() + ". "
                                        : "")
                                + "Check the address, or look for it from one of the pages in the list of pages.";
                    case "method-not-allowed" -> "Go back to the page that you came from, and use its buttons.";
                    case "internal" ->
                        "Try again. If it fails again, give the request's id below to whoever runs the server: the log"
                                + " has the cause under it.";
                    case "unavailable" -> "Try again in a few seconds; Home says what does not answer.";
                    default -> "Go back, open the page anew, and send it again with what is named here put right.";
                };
        return new Advice(kept, next, back(request));
    }

    /** The path of the page before; never a foreign address. */
    private static String back(ContainerRequestContext request) {
        try {
            URI page = URI.create(Objects.requireNonNullElse(request.getHeaderString("Referer"), ""));
            if (page.getAuthority() == null || !page.getAuthority().equals(request.getHeaderString("Host"))) {
                return null;
            }
            return page.getRawQuery() == null ? page.getRawPath() : page.getRawPath() + "?" + page.getRawQuery();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
