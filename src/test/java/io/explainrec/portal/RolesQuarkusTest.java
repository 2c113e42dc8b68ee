package io.explainrec.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.platform.identity.Accounts;
import io.explainrec.platform.identity.ApiClients;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets in where. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class RolesQuarkusTest {
    private static final List<String> PAGES = List.of("/", "/catalogue", "/imports", "/try", "/users");
    private static final List<String> ENDPOINTS = List.of(
            "/api/v1/domains",
            "/api/v1/imports",
            "/api/v1/users/x",
            "/api/v1/domains/x/items",
            "/q/openapi",
            "/q/metrics");

    @Inject
    Accounts accounts;

    @Inject
    ApiClients clients;

    @Test
    void strangersSeeTheSignInAndNothingElse() {
        for (String page : PAGES) {
            var answer = given().redirects().follow(false).get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(302);
            assertThat(answer.header("Location")).as(page).endsWith("/sign-in");
        }
        for (String endpoint : ENDPOINTS) {
            assertThat(given().redirects().follow(false).get(endpoint).statusCode())
                    .as(endpoint)
                    .isEqualTo(401);
            assertThat(given().header("Authorization", "Bearer wrong")
                            .get(endpoint)
                            .statusCode())
                    .as(endpoint)
                    .isEqualTo(401);
        }
        assertThat(given().get("/sign-in").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOpensTheApiAndNoPage() {
        assertThat(Api.get("/domains").extract().statusCode()).isEqualTo(200);
        assertThat(Api.backend().redirects().follow(false).get("/").statusCode())
                .isEqualTo(302);
    }

    @Test
    void aRevokedTokenIsClosedAtOnce() {
        String token = clients.create("for-a-while");
        assertThat(given().header("Authorization", "Bearer " + token)
                        .get("/api/v1/domains")
                        .statusCode())
                .isEqualTo(200);
        clients.revoke("for-a-while");
        assertThat(given().header("Authorization", "Bearer " + token)
                        .get("/api/v1/domains")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void everyRoleSeesItsPages() {
        for (String role : List.of("admin", "approver", "reviewer", "viewer")) {
            PortalSession session = PortalSession.of(accounts, role);
            for (String page : PAGES) {
                int expected = List.of("/try", "/users").contains(page) && role.equals("viewer") ? 403 : 200;
                assertThat(session.get(page).statusCode())
                        .as(role + " at " + page)
                        .isEqualTo(expected);
            }
            assertThat(session.get("/api/v1/domains").statusCode())
                    .as("a session is no token")
                    .isEqualTo(401);
        }
    }

    @Test
    void manyWrongPasswordsLockTheAccountEvenForTheRightOne() {
        String password = PortalSession.password(accounts, "approver");
        for (int i = 0; i < 5; i++) {
            assertThat(accounts.signIn("approver", "wrong".toCharArray())).isEmpty();
        }
        assertThat(accounts.signIn("approver", password.toCharArray())).isEmpty();
        accounts.reset("approver");
    }

    @Test
    void pagesForbidInlineScriptAndFraming() {
        String policy = given().get("/sign-in").header("Content-Security-Policy");
        assertThat(policy)
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }
}
