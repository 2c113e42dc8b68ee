package io.explainrec.platform.identity;

import io.quarkus.security.ForbiddenException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what another site's page sends to ours, by the headers that browsers add and pages cannot change. Forms' tokens alone
 * do not stop a neighbour on another port of this host: cookies know no ports, so it could set the token's cookie too. The API
 * is left out, since no cookie opens it.
 */
class CrossSiteForms {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OUR_OWN = Set.of("same-origin", "none");

    @ServerRequestFilter(preMatching = true)
    void refuse(ContainerRequestContext context, HttpServerRequest request) {
        if (!SAFE.contains(context.getMethod()) && !request.path().startsWith("/api/") && isCrossSite(request)) {
            throw new ForbiddenException("a form of another site");
        }
    }

    private static boolean isCrossSite(HttpServerRequest request) {
        // Browsers send it to loopback and over TLS, and it holds behind a proxy that changes the host's name.
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OUR_OWN.contains(site);
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOurs(origin, request);
    }

    private static boolean isOurs(String origin, HttpServerRequest request) {
        try {
            return request.authority() != null
                    && request.authority()
                            .toString()
                            .equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
