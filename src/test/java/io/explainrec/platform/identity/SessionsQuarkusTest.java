package io.explainrec.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Portal;
import io.explainrec.platform.identity.Accounts.Account;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A session ends when it should, wherever its cookie is. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SessionsQuarkusTest {
    @Inject
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Test
    void aNewPasswordEndsTheSessionsOfItsAccountAlone() {
        String viewers = Portal.signIn("viewer");
        String reviewers = Portal.signIn("reviewer");
        accounts.reset("viewer");
        assertThat(status(viewers, "/")).isEqualTo(302);
        assertThat(status(reviewers, "/")).isEqualTo(200);
    }

    @Test
    void signingOutEndsThatSessionAndNoOther() {
        String password = Portal.newPassword("viewer");
        String here = Portal.signIn("viewer", password).cookie(Portal.SESSION);
        String there = Portal.signIn("viewer", password).cookie(Portal.SESSION);
        var answer = Portal.form(Portal.as(here)).post("/sign-out");
        assertThat(answer.header("Location")).endsWith("/sign-in");
        assertThat(answer.detailedCookie(Portal.SESSION).getMaxAge()).isZero();
        assertThat(status(here, "/")).as("the cookie, kept by a thief").isEqualTo(302);
        assertThat(status(there, "/")).isEqualTo(200);
    }

    @Test
    void anotherRoleCountsAtOnceAndADeletedAccountIsOut() {
        String name = "guest-" + UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> accounts.add(new Account(name, "viewer"), Passwords.hash("any")));
        String session = Portal.signIn(name);
        assertThat(status(session, "/try")).isEqualTo(403);
        sql("UPDATE account SET role = 'reviewer' WHERE username = '" + name + "'");
        assertThat(status(session, "/try")).isEqualTo(200);
        sql("DELETE FROM account WHERE username = '" + name + "'");
        assertThat(status(session, "/")).isEqualTo(302);
        assertThat(status(session, "/sign-in")).as("no loop").isEqualTo(200);
    }

    @Test
    void aSessionEndsByItselfWhenIdleAndInAnyCaseAfterHalfADay() {
        MovingClock clock = new MovingClock();
        Sessions sessions = new Sessions(entities, clock);
        String idle = open(sessions);
        clock.pass(Sessions.IDLE.minusSeconds(1));
        String busy = open(sessions);
        assertThat(find(sessions, idle)).isPresent();
        clock.pass(Sessions.IDLE.minusSeconds(1));
        assertThat(find(sessions, idle)).as("seen in between").isPresent();
        for (Duration age = Duration.ZERO; age.compareTo(Sessions.LONGEST) < 0; age = age.plusMinutes(20)) {
            find(sessions, busy);
            clock.pass(Duration.ofMinutes(20));
        }
        assertThat(find(sessions, idle)).isEmpty();
        assertThat(find(sessions, busy)).isEmpty();
        QuarkusTransaction.requiringNew().run(sessions::forgetEnded);
        assertThat(count(idle) + count(busy)).isZero();
    }

    @Test
    void noSessionOpensOnAPasswordThatWasReplaced() {
        Sessions sessions = new Sessions(entities, new MovingClock());
        String old = hash();
        accounts.reset("viewer");
        assertThat(QuarkusTransaction.requiringNew().call(() -> sessions.open("viewer", old)))
                .isEmpty();
    }

    @Test
    void theCookieIsForOurPagesAlone() {
        var cookie = Portal.signIn("viewer", Portal.newPassword("viewer")).detailedCookie(Portal.SESSION);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getMaxAge()).as("until the browser closes").isNegative();
        assertThat(SessionCookie.of("token", true).isSecure()).isTrue();
    }

    @Test
    void theDatabaseDoesNotHoldWhatTheCookieHolds() {
        String session = Portal.signIn("viewer");
        assertThat(session).hasSize(43);
        assertThat(count(session)).isEqualTo(1);
    }

    private String open(Sessions sessions) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sessions.open("viewer", hash()))
                .orElseThrow();
    }

    private static Optional<Caller> find(Sessions sessions, String token) {
        return QuarkusTransaction.requiringNew().call(() -> sessions.find(token));
    }

    private String hash() {
        return accounts.passwordHash("viewer").orElseThrow();
    }

    private long count(String token) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "SELECT count(*) FROM account_session WHERE token_sha256 = sha256(CAST(:token AS bytea))",
                        Long.class)
                .setParameter("token", token.getBytes(StandardCharsets.UTF_8))
                .getSingleResult());
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(statement).executeUpdate());
    }

    private static int status(String session, String page) {
        return Portal.as(session).get(page).statusCode();
    }
}
