package io.explainrec.portal;

import io.quarkus.csrf.reactive.runtime.CsrfTokenParameterProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;

/** Who looks at a page, and what they may do; templates know it as {@code inject:visitor}. */
@Named
@Singleton
public class Visitor {
    private static final Set<String> PERSONS = Set.of("admin", "approver", "reviewer");

    private final SecurityIdentity identity;
    private final CsrfTokenParameterProvider csrf;
    private final RoutingContext request;

    Visitor(SecurityIdentity identity, CsrfTokenParameterProvider csrf, RoutingContext request) {
        this.request = request;
        this.identity = identity;
        this.csrf = csrf;
    }

    public String name() {
        return identity.getPrincipal().getName();
    }

    /** The role of the account; an account has one. */
    public String role() {
        return identity.getRoles().stream().sorted().findFirst().orElse("none");
    }

    /** Whether they may take a person's data out, and erase them. */
    public boolean admin() {
        return identity.hasRole("admin");
    }

    /** Whether they may open the pages about a person. */
    public boolean seesPersons() {
        return PERSONS.contains(role());
    }

    /**
     * The token of this page's forms. A page of an error is made before the framework gives it one, and repeats that of the page
     * before; null where there was none, so that no form can be sent from there.
     */
    public String token() {
        try {
            return csrf.getToken();
        } catch (IllegalStateException e) {
            Cookie cookie = request.request().getCookie(csrf.getCookieName());
            return cookie == null ? null : cookie.getValue();
        }
    }
}
