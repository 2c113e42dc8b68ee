package io.explainrec.platform.identity;

import io.explainrec.platform.Sha256;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Programs and their bearer tokens, of which only the SHA-256 is kept. */
@ApplicationScoped
public class ApiClients {
    private static final int TOKEN_BITS = 256;
    private static final int MOST_DAYS = 3650;
    /** So exact is the time of the last use, so that a busy token does not write with every request. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final EntityManager entities;
    private final Clock clock;

    ApiClients(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** What a token is for. Where one of these is named like a role of accounts, it opens the API and no page all the same. */
    public enum Role {
        /** A shop's system: writes the catalogue and what people do, and asks for recommendations. */
        BACKEND,
        /** Reads records of recommendations and reports of evaluations, and nothing else. */
        REVIEWER,
        /** Stores and reads reports of evaluations, and nothing else. */
        EVALUATOR,
        /** Has snapshots of the knowledge base built, reads them and makes one serve, and nothing else. */
        CURATOR;

        /** As endpoints and the database name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a token opens anything, and why not. */
    public enum State {
        OPEN,
        EXPIRED,
        REVOKED
    }

    /**
     * A client and what is known of its token.
     *
     * @param lastUsedAt exact to a minute; null where it was never used
     * @param expiresAt null where it has no end
     */
    public record Client(
            String name, String role, Instant createdAt, Instant lastUsedAt, Instant expiresAt, State state) {}

    /** All clients, newest last. */
    @Transactional
    public List<Client> list() {
        @SuppressWarnings("unchecked")
        List<Object[]> rows =
                entities.createNativeQuery("""
                        SELECT name, role, created_at, last_used_at, expires_at,
                            CASE WHEN revoked_at IS NOT NULL THEN 'REVOKED'
                                 WHEN expires_at <= :now THEN 'EXPIRED' ELSE 'OPEN' END
                        FROM api_client ORDER BY created_at, id
                        """).setParameter("now", now()).getResultList();
        return rows.stream()
                .map(row -> new Client(
                        (String) row[0],
                        (String) row[1],
                        (Instant) row[2],
                        (Instant) row[3],
                        (Instant) row[4],
                        State.valueOf((String) row[5])))
                .toList();
    }

    /** A backend's token that has no end. */
    @Transactional
    public String create(String name) {
        return create(name, Role.BACKEND, null);
    }

    /**
     * Makes a client; its token is returned once and kept nowhere.
     *
     * @param days how long the token is good, 1 to 3650; null for no end
     */
    @Transactional
    public String create(String name, Role role, Integer days) {
        new Faults()
                .id("name", name)
                .check(
                        days == null || days >= 1 && days <= MOST_DAYS,
                        "days",
                        "is " + days + "; expected 1 to " + MOST_DAYS)
                .throwIfAny();
        if (list().stream().anyMatch(client -> client.name().equals(name) && client.state() != State.REVOKED)) {
            throw new Conflict("There is a client '" + name + "' already; revoke it first, or choose another name.");
        }
        String token = Secrets.random(TOKEN_BITS);
        entities.createNativeQuery("""
                        INSERT INTO api_client (name, role, token_sha256, expires_at)
                        VALUES (:name, :role, :hash, CAST(:end AS timestamptz))
                        """)
                .setParameter("name", name)
                .setParameter("role", role.label())
                .setParameter("hash", Sha256.of(token))
                .setParameter(
                        "end",
                        days == null ? null : Timestamp.from(clock.instant().plus(Duration.ofDays(days))))
                .executeUpdate();
        return token;
    }

    /** Closes the client's token from the next request on. */
    @Transactional
    public void revoke(String name) {
        int revoked = entities.createNativeQuery(
                        "UPDATE api_client SET revoked_at = :now WHERE name = :name AND revoked_at IS NULL")
                .setParameter("now", now())
                .setParameter("name", name)
                .executeUpdate();
        if (revoked == 0) {
            throw new NotFound("There is no client '" + name + "' whose token is open.");
        }
    }

    /** The client that has this token, if it is neither revoked nor expired; its use is noted. */
    @Transactional
    Optional<Caller> authenticate(String token) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery("""
                        SELECT id, name, role, last_used_at IS NULL OR last_used_at < :stale FROM api_client
                        WHERE token_sha256 = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
                        """)
                .setParameter("stale", Timestamp.from(clock.instant().minus(USE_NOTED_EVERY)))
                .setParameter("hash", Sha256.of(token))
                .setParameter("now", now())
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            if ((Boolean) row[3]) {
                noteUse((UUID) row[0]);
            }
            return new Caller((String) row[1], (String) row[2]);
        });
    }

    /** Skips a row that another request is writing: that one notes the same minute. */
    private void noteUse(UUID id) {
        entities.createNativeQuery("""
                        UPDATE api_client SET last_used_at = :now
                        WHERE id = (SELECT id FROM api_client WHERE id = :id FOR NO KEY UPDATE SKIP LOCKED)
                        """)
                .setParameter("now", now())
                .setParameter("id", id)
                .executeUpdate();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
