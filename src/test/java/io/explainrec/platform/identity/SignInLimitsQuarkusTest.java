package io.explainrec.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a guesser gets, and how little a person is held up by it. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SignInLimitsQuarkusTest {
    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";

    @Inject
    EntityManager entities;

    private final MovingClock clock = new MovingClock();
    private SignInLimits limits;

    @BeforeEach
    @AfterEach
    void forgetAll() {
        limits = new SignInLimits(entities, clock);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        entities.createNativeQuery("DELETE FROM sign_in_limit").executeUpdate());
    }

    @Test
    void fiveAttemptsAtANameFromOneAddressThenOneAMinute() {
        assertThat(claimed(20, i -> limits.claim("ann", HERE))).isEqualTo(5);
        clock.pass(Duration.ofSeconds(59));
        assertThat(limits.claim("ann", HERE)).isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(claimed(20, i -> limits.claim("ann", HERE))).isEqualTo(1);
    }

    @Test
    void whoGuessesElsewhereHoldsNobodyUp() {
        assertThat(claimed(20, i -> limits.claim("ann", ELSEWHERE))).isEqualTo(5);
        assertThat(limits.claim("ann", HERE)).isTrue();
    }

    @Test
    void oneAddressThatTriesManyNamesIsSlowed() {
        assertThat(claimed(100, i -> limits.claim("name-" + i, HERE))).isEqualTo(60);
        assertThat(limits.claim("ann", ELSEWHERE)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(claimed(100, i -> limits.claim("other-" + i, HERE))).isEqualTo(60);
    }

    @Test
    void manyAddressesThatTryOneNameAreSlowed() {
        assertThat(claimed(100, i -> limits.claim("ann", "192.0.2." + i))).isEqualTo(60);
        assertThat(limits.claim("bea", HERE)).isTrue();
    }

    @Test
    void aFloodIsSlowedAndOverWithinAMinute() {
        assertThat(claimed(350, i -> limits.claim("name-" + i, "203.0.113." + i)))
                .isEqualTo(300);
        clock.pass(Duration.ofSeconds(1));
        assertThat(claimed(10, i -> limits.claim("again-" + i, "203.0.113." + i)))
                .isEqualTo(5);
        clock.pass(Duration.ofMinutes(1));
        assertThat(claimed(350, i -> limits.claim("late-" + i, "203.0.113." + i)))
                .isEqualTo(300);
    }

    @Test
    void whatARefusedAttemptClaimedIsGivenBack() {
        assertThat(claimed(500, i -> limits.claim("ann", HERE))).isEqualTo(5);
        assertThat(claimed(100, i -> limits.claim("name-" + i, HERE)))
                .as("495 refused attempts at one name left the address its other 55")
                .isEqualTo(55);
    }

    @Test
    void whoSucceedsIsNotCounted() {
        for (int i = 0; i < 400; i++) {
            assertThat(limits.claim("ann", HERE)).as("attempt %d", i).isTrue();
            QuarkusTransaction.requiringNew().run(() -> limits.giveBack("ann", HERE));
        }
    }

    @Test
    void successForgivesTheNamesFailuresButNotTheAddresss() {
        claimed(4, i -> limits.claim("ann", HERE));
        assertThat(limits.claim("ann", HERE)).isTrue();
        QuarkusTransaction.requiringNew().run(() -> limits.giveBack("ann", HERE));
        assertThat(claimed(20, i -> limits.claim("ann", HERE))).isEqualTo(5);
        assertThat(claimed(100, i -> limits.claim("name-" + i, HERE))).isEqualTo(60 - 9);
    }

    @Test
    void anIpv6CustomerIsOneAddress() {
        assertThat(claimed(20, i -> limits.claim("ann", "2001:db8:1:2::" + i))).isEqualTo(5);
        assertThat(limits.claim("ann", "2001:db8:1:3::1")).isTrue();
    }

    @Test
    void aRestartResetsNothing() {
        claimed(5, i -> limits.claim("ann", HERE));
        assertThat(new SignInLimits(entities, clock).claim("ann", HERE)).isFalse();
    }

    @Test
    void whatIsPastIsForgottenAndNothingElse() {
        claimed(5, i -> limits.claim("ann", HERE));
        clock.pass(Duration.ofMinutes(4));
        QuarkusTransaction.requiringNew().run(limits::forgetPast);
        assertThat(claimed(20, i -> limits.claim("ann", HERE))).isEqualTo(4);
        clock.pass(Duration.ofMinutes(6));
        QuarkusTransaction.requiringNew().run(limits::forgetPast);
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> entities.createNativeQuery("SELECT key FROM sign_in_limit")
                                .getResultList()))
                .isEmpty();
    }

    private static long claimed(int attempts, IntFunction<Boolean> attempt) {
        return IntStream.range(0, attempts).filter(attempt::apply).count();
    }
}
