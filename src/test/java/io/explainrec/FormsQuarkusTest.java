package io.explainrec;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms are answered only where our own page sent them. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class FormsQuarkusTest {
    @TestHTTPResource
    String url;

    private String session;

    @BeforeEach
    void signIn() {
        session = Portal.signIn("admin");
    }

    @Test
    void noFormIsReadWithoutItsToken() throws Exception {
        List<Endpoint> forms = Endpoint.all().stream().filter(Endpoint::isForm).toList();
        assertThat(forms).extracting(Endpoint::path).contains("/sign-in/check", "/sign-out", "/evaluations");
        for (Endpoint form : forms) {
            assertThat(status(form, form.field(Portal.as(session), "a", "b")))
                    .as("%s without a token", form)
                    .isEqualTo(400);
            assertThat(status(
                            form,
                            form.field(
                                    Portal.as(session)
                                            .cookie(
                                                    Portal.FORM_COOKIE,
                                                    given().get("/sign-in").cookie(Portal.FORM_COOKIE)),
                                    Portal.FORM_COOKIE,
                                    "another")))
                    .as("%s with a wrong token", form)
                    .isEqualTo(400);
            assertThat(status(form, form.field(Portal.as(session), Portal.FORM_COOKIE, "a-token-without-a-cookie")))
                    .as("%s without the cookie", form)
                    .isEqualTo(400);
            assertThat(given().cookie(Portal.SESSION, session)
                            .contentType("text/plain")
                            .body("a=b")
                            .request(form.method(), form.address())
                            .statusCode())
                    .as("%s as plain text, which needs no token", form)
                    .isEqualTo(415);
        }
        assertThat(Portal.as(session).get("/").statusCode())
                .as("none signed out")
                .isEqualTo(200);
    }

    @Test
    void noEndpointOfPagesThatWritesReadsAnythingButForms() throws Exception {
        // Anything else would pass without a form's token.
        assertThat(Endpoint.all())
                .filteredOn(endpoint -> !endpoint.path().startsWith("/api/"))
                .filteredOn(endpoint -> !endpoint.method().equals("GET"))
                .allMatch(Endpoint::isForm);
    }

    @Test
    void anotherSitesFormIsRefusedThoughItsTokenIsRight() {
        for (String origin : List.of("https://shop.example", "http://127.0.0.1:1", "null", "not an origin")) {
            assertThat(signOut().header("Origin", origin).post("/sign-out").statusCode())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(Portal.form(given().header("Origin", origin))
                            .post("/sign-in/check")
                            .statusCode())
                    .as("sign-in from %s", origin)
                    .isEqualTo(403);
        }
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(signOut()
                            .header("Sec-Fetch-Site", site)
                            .post("/sign-out")
                            .statusCode())
                    .as(site)
                    .isEqualTo(403);
        }
        assertThat(Portal.as(session).get("/").statusCode())
                .as("none signed out")
                .isEqualTo(200);
    }

    @Test
    void ourOwnFormIsRead() {
        String own = url.replaceAll("/$", "");
        assertThat(signOut().header("Origin", own).post("/sign-out").statusCode())
                .isEqualTo(303);
        assertThat(Portal.form(Portal.as(Portal.signIn("admin")))
                        .header("Origin", "https://renamed.example")
                        .header("Sec-Fetch-Site", "same-origin")
                        .post("/sign-out")
                        .statusCode())
                .as("behind a proxy that changes the host's name")
                .isEqualTo(303);
    }

    @Test
    void theApiTakesNoCookie() throws Exception {
        for (Endpoint endpoint : Endpoint.all()) {
            if (endpoint.path().startsWith("/api/")) {
                assertThat(Portal.as(session)
                                .request(endpoint.method(), endpoint.address())
                                .statusCode())
                        .as(endpoint.toString())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void pagesForbidInlineScriptAndFraming() {
        assertThat(given().get("/sign-in").header("Content-Security-Policy"))
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    private RequestSpecification signOut() {
        return Portal.form(Portal.as(session));
    }

    private static int status(Endpoint form, RequestSpecification request) {
        return request.request(form.method(), form.address()).statusCode();
    }
}
