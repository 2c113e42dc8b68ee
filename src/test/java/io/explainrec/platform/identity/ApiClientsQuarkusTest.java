package io.explainrec.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.identity.ApiClients.Role;
import io.explainrec.platform.identity.ApiClients.State;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token opens, and until when. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ApiClientsQuarkusTest {
    @Inject
    EntityManager entities;

    private final String name = "client-" + UUID.randomUUID();
    private final MovingClock clock = new MovingClock();
    private ApiClients clients;

    @BeforeEach
    void make() {
        clients = new ApiClients(entities, clock);
    }

    @Test
    void aTokenIsABackendsUnlessSaidOtherwise() {
        assertThat(authenticate(in(() -> clients.create(name)))).contains(new Caller(name, "backend"));
        String reviewers = in(() -> clients.create(name + "-r", Role.REVIEWER, null));
        assertThat(authenticate(reviewers)).contains(new Caller(name + "-r", "reviewer"));
    }

    @Test
    void aTokenIsGoodForItsDaysAndItsNameFreeWhenRevoked() {
        String token = in(() -> clients.create(name, Role.BACKEND, 2));
        clock.pass(Duration.ofDays(2).minusSeconds(1));
        assertThat(authenticate(token)).isPresent();
        assertThat(client().state()).isEqualTo(State.OPEN);
        clock.pass(Duration.ofSeconds(1));
        assertThat(authenticate(token)).isEmpty();
        assertThat(client().state()).isEqualTo(State.EXPIRED);
        assertThatThrownBy(() -> in(() -> clients.create(name))).isInstanceOf(Conflict.class);
        revoke();
        assertThat(client().state()).isEqualTo(State.REVOKED);
        assertThat(authenticate(in(() -> clients.create(name)))).isPresent();
    }

    @Test
    void aRevokedTokenOpensNothing() {
        String token = in(() -> clients.create(name));
        revoke();
        assertThat(authenticate(token)).isEmpty();
        assertThatThrownBy(this::revoke).isInstanceOf(NotFound.class);
    }

    @Test
    void useIsNotedOnceAMinute() {
        String token = in(() -> clients.create(name));
        assertThat(client().lastUsedAt()).isNull();
        Instant first = clock.instant();
        authenticate(token);
        clock.pass(Duration.ofSeconds(60));
        authenticate(token);
        assertThat(client().lastUsedAt()).isEqualTo(first);
        clock.pass(Duration.ofSeconds(1));
        authenticate(token);
        assertThat(client().lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void faultsAreNamed() {
        assertThatThrownBy(() -> in(() -> clients.create(" ", Role.BACKEND, 0)))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        fault -> assertThat(fault.errors()).extracting("field").containsExactly("name", "days"));
        assertThatThrownBy(() -> in(() -> clients.create(name, Role.BACKEND, 3651)))
                .isInstanceOf(InvalidInput.class);
    }

    private ApiClients.Client client() {
        return in(clients::list).stream()
                .filter(client -> client.name().equals(name))
                .toList()
                .getFirst();
    }

    private Optional<Caller> authenticate(String token) {
        return in(() -> clients.authenticate(token));
    }

    private void revoke() {
        QuarkusTransaction.requiringNew().run(() -> clients.revoke(name));
    }

    private static <T> T in(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }
}
