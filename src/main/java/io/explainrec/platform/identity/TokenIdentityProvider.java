package io.explainrec.platform.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whose token a request has: a session's or a client's. Asked anew for each request, so that every change counts at once. */
@ApplicationScoped
class TokenIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
    private final ApiClients clients;
    private final Sessions sessions;

    TokenIdentityProvider(ApiClients clients, Sessions sessions) {
        this.clients = clients;
        this.sessions = sessions;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        String token = request.getToken().getToken();
        boolean session = request.getToken().getType().equals(SessionMechanism.SCHEME);
        return context.runBlocking(() -> {
            Optional<Caller> caller = session ? sessions.find(token) : clients.authenticate(token);
            return caller.map(TokenIdentityProvider::identity).orElseThrow(AuthenticationFailedException::new);
        });
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRole(caller.role())
                .build();
    }
}
