package io.explainrec.platform.identity;

import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backends and their bearer tokens, of which only the SHA-256 is kept. */
@ApplicationScoped
public class ApiClients {
    /** File of the token that the first start makes. */
    public static final String FIRST_TOKEN = "backend.token";

    private static final String FIRST_CLIENT = "shop";
    private static final int TOKEN_BITS = 256;

    private final EntityManager entities;
    private final Secrets secrets;
    private final Clock clock;

    ApiClients(EntityManager entities, Secrets secrets, Clock clock) {
        this.entities = entities;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A client, and whether its token still opens anything. */
    public record Client(String name, Instant createdAt, boolean revoked) {}

    @Transactional
    void createAtFirstStart(@Observes @Priority(20) StartupEvent start) {
        if (list().isEmpty()) {
            secrets.write(FIRST_TOKEN, create(FIRST_CLIENT));
        }
    }

    /** All clients, newest last. */
    @Transactional
    public List<Client> list() {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT name, created_at, revoked_at IS NOT NULL FROM api_client ORDER BY created_at, id")
                .getResultList();
        return rows.stream()
                .map(row -> new Client((String) row[0], (Instant) row[1], (Boolean) row[2]))
                .toList();
    }

    /** Makes a client; the token is returned once and kept nowhere. */
    @Transactional
    public String create(String name) {
        new Faults().id("name", name).throwIfAny();
        if (list().stream().anyMatch(client -> client.name().equals(name) && !client.revoked())) {
            throw new Conflict("There is a client '" + name + "' already; revoke it first, or choose another name.");
        }
        String token = Secrets.random(TOKEN_BITS);
        entities.createNativeQuery("INSERT INTO api_client (name, token_sha256) VALUES (:name, :hash)")
                .setParameter("name", name)
                .setParameter("hash", hash(token))
                .executeUpdate();
        return token;
    }

    /** Closes the client's token from the next request on. */
    @Transactional
    public void revoke(String name) {
        int revoked = entities.createNativeQuery(
                        "UPDATE api_client SET revoked_at = :now WHERE name = :name AND revoked_at IS NULL")
                .setParameter("now", Timestamp.from(clock.instant()))
                .setParameter("name", name)
                .executeUpdate();
        if (revoked == 0) {
            throw new NotFound("There is no client '" + name + "' whose token is open.");
        }
    }

    /** Name of the client that has this token. */
    @Transactional
    public Optional<String> authenticate(String token) {
        @SuppressWarnings("unchecked")
        List<String> names = entities.createNativeQuery(
                        "SELECT name FROM api_client WHERE token_sha256 = :hash AND revoked_at IS NULL", String.class)
                .setParameter("hash", hash(token))
                .getResultList();
        return names.stream().findFirst();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
