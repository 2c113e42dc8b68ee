package io.explainrec.portal;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** No browser keeps what the portal answers: pages may name people, and going back after the sign-out would show them. */
class PageCaching {
    @ServerResponseFilter
    void forbid(ContainerRequestContext request, ContainerResponseContext response) {
        if (isOfPortal(request)) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Whether it is for a page, or for a file that a page offers. */
    static boolean isOfPortal(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return !path.startsWith("/api/") && !path.startsWith("/q/");
    }
}
