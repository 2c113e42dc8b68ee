package io.explainrec.platform.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Portal;
import io.explainrec.platform.identity.SignIn.Outcome;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Signing in, and what guessing gets. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SignInQuarkusTest {
    @Inject
    SignIn signIn;

    @Inject
    Accounts accounts;

    @Inject
    EntityManager entities;

    @Test
    void attemptsAtTheSameTimeDoNotPassTogether() throws Exception {
        String name = "nobody-" + UUID.randomUUID();
        try (ExecutorService many = Executors.newFixedThreadPool(12)) {
            List<CompletableFuture<Outcome>> attempts = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> guess(name, "192.0.2.20"), many))
                    .toList();
            assertThat(attempts.stream().map(CompletableFuture::join))
                    .filteredOn(Outcome.Wrong.class::isInstance)
                    .hasSize(5);
        }
    }

    @Test
    void thePasswordIsComparedWithoutHoldingTheAccount() throws Exception {
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("SELECT id FROM account WHERE username = 'approver' FOR UPDATE")
                    .getResultList();
            assertThat(CompletableFuture.supplyAsync(() -> guess("approver", "192.0.2.21"))
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(Outcome.Wrong.class);
        });
    }

    @Test
    void knownAndUnknownNamesAreAnsweredAlike() {
        for (String name : List.of("viewer", "nobody-" + UUID.randomUUID())) {
            for (int i = 0; i < 5; i++) {
                assertThat(guess(name, "192.0.2.22")).as(name).isInstanceOf(Outcome.Wrong.class);
            }
            assertThat(guess(name, "192.0.2.22")).as(name).isInstanceOf(Outcome.Wait.class);
        }
        accounts.reset("viewer");
    }

    @Test
    void theRightPasswordWaitsHereAndGetsInElsewhere() {
        char[] password = Portal.newPassword("approver").toCharArray();
        IntStream.range(0, 5).forEach(i -> guess("approver", "192.0.2.23"));
        assertThat(signIn.attempt("approver", password, "192.0.2.23")).isInstanceOf(Outcome.Wait.class);
        assertThat(signIn.attempt("approver", password, "198.51.100.23")).isInstanceOf(Outcome.Opened.class);
        char[] another = Portal.newPassword("approver").toCharArray();
        assertThat(signIn.attempt("approver", another, "192.0.2.23"))
                .as("a new password lifts the limit")
                .isInstanceOf(Outcome.Opened.class);
    }

    @Test
    void thePageSaysWhatToDo() {
        String name = "nobody-" + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            assertThat(page(Portal.signIn(name, "wrong"))).contains("is wrong").doesNotContain("Wait a minute");
        }
        assertThat(page(Portal.signIn(name, "wrong"))).contains("Wait a minute").doesNotContain("is wrong");
    }

    @Test
    void oddNamesAreWrongAndNothingWorse() {
        for (String name : List.of("", " ", "zero\0byte", "\u0001", "\ud83d\ude00", "x".repeat(60_000))) {
            assertThat(page(Portal.signIn(name, "wrong"))).contains("is wrong");
        }
        assertThat(page(Portal.signIn("admin", "y".repeat(60_000)))).contains("is wrong");
        assertThat(page(Portal.signIn("admin", ""))).contains("is wrong");
    }

    @Test
    void whoSignsInComesWhereTheyWanted() {
        String wanted = given().urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .get("/catalogue?q=a%20b")
                .header("Location");
        assertThat(wanted).endsWith("/sign-in?to=%2Fcatalogue%3Fq%3Da%2520b");
        assertThat(given().urlEncodingEnabled(false).get(wanted).asString())
                .contains("name=\"to\" value=\"/catalogue?q=a%20b\"");
        assertThat(signInFor("/catalogue?q=a%20b")).endsWith("/catalogue?q=a%20b");
    }

    @Test
    void theWayBackLeadsToNoOtherSite() {
        for (String to : List.of(
                "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "a b")) {
            assertThat(signInFor(to)).as(to).matches("http://[^/]+/");
        }
    }

    private String signInFor(String to) {
        return Portal.form(given().redirects().follow(false))
                .formParam("j_username", "reviewer")
                .formParam("j_password", Portal.newPassword("reviewer"))
                .formParam("to", to)
                .post("/sign-in/check")
                .header("Location");
    }

    private static String page(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.cookies()).doesNotContainKey(Portal.SESSION);
        return given().urlEncodingEnabled(false).get(answer.header("Location")).asString();
    }

    private Outcome guess(String name, String address) {
        return signIn.attempt(name, "wrong".toCharArray(), address);
    }
}
