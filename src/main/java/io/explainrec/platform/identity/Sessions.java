package io.explainrec.platform.identity;

import io.explainrec.platform.Sha256;
import io.explainrec.platform.installation.Secrets;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of people who signed in. Each is a row, found by the SHA-256 of the random token in the browser's cookie: it ends at
 * once when the row goes, by sign-out, by a new password or with the account, and survives a restart. The role is the
 * account's of the moment. A session ends by itself after 30 minutes without a request, and after 12 hours in any case.
 */
@ApplicationScoped
class Sessions {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration SEEN_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int TOKEN_BITS = 256;
    private static final String LIVE = "s.last_seen_at > :idle AND s.opened_at > :oldest";

    private final EntityManager entities;
    private final Clock clock;

    Sessions(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Opens a session for an account whose password was found right.
     *
     * @param passwordHash what the password was compared with; if the account has another one by now, nothing is opened
     * @return the session's token
     */
    @Transactional
    Optional<String> open(String username, String passwordHash) {
        String token = Secrets.random(TOKEN_BITS);
        // The lock makes a change of password wait, so that it ends this session too, or this one see the change.
        int opened = entities.createNativeQuery("""
                        INSERT INTO account_session (token_sha256, account_id, opened_at, last_seen_at)
                        SELECT :token, id, :now, :now FROM account
                        WHERE username = :name AND password_hash = :password FOR SHARE
                        """)
                .setParameter("token", Sha256.of(token))
                .setParameter("now", Timestamp.from(clock.instant()))
                .setParameter("name", username)
                .setParameter("password", passwordHash)
                .executeUpdate();
        return opened == 1 ? Optional.of(token) : Optional.empty();
    }

    /** Whose session this is, with the role that the account has now. */
    @Transactional
    Optional<Caller> find(String token) {
        byte[] hash = Sha256.of(token);
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery("SELECT a.username, a.role, s.last_seen_at < :stale"
                        + " FROM account_session s JOIN account a ON a.id = s.account_id"
                        + " WHERE s.token_sha256 = :token AND " + LIVE)
                .setParameter("stale", ago(SEEN_NOTED_EVERY))
                .setParameter("token", hash)
                .setParameter("idle", ago(IDLE))
                .setParameter("oldest", ago(LONGEST))
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            if ((Boolean) row[2]) {
                entities.createNativeQuery("UPDATE account_session SET last_seen_at = :now WHERE token_sha256 = :token")
                        .setParameter("now", Timestamp.from(clock.instant()))
                        .setParameter("token", hash)
                        .executeUpdate();
            }
            return new Caller((String) row[0], (String) row[1]);
        });
    }

    /** Ends one session, if it is there. */
    @Transactional
    void end(String token) {
        entities.createNativeQuery("DELETE FROM account_session WHERE token_sha256 = :token")
                .setParameter("token", Sha256.of(token))
                .executeUpdate();
    }

    /** Ends all sessions of an account. */
    @Transactional
    void endAll(String username) {
        entities.createNativeQuery("""
                        DELETE FROM account_session WHERE account_id = (SELECT id FROM account WHERE username = :name)
                        """).setParameter("name", username).executeUpdate();
    }

    @Scheduled(every = "1h", delayed = "5m")
    @Transactional
    void forgetEnded() {
        entities.createNativeQuery("DELETE FROM account_session WHERE token_sha256 IN (SELECT s.token_sha256"
                        + " FROM account_session s WHERE NOT (" + LIVE + ") FOR UPDATE SKIP LOCKED)")
                .setParameter("idle", ago(IDLE))
                .setParameter("oldest", ago(LONGEST))
                .executeUpdate();
    }

    private Timestamp ago(Duration time) {
        return Timestamp.from(clock.instant().minus(time));
    }
}
