package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever asked for a page learns in a page what went wrong; the API keeps its problems. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ErrorPagesQuarkusTest {
    @TestHTTPResource
    String url;

    @Test
    void whatIsNotThereIsAPage() {
        Api.put("/domains/errors", "{\"title\": \"Errors\"}").statusCode(200);
        PortalSession admin = PortalSession.of("admin");
        for (String path : List.of(
                "/no-such-page",
                "/catalogue?domain=no-such-domain",
                "/catalogue/no-such-domain/item?id=x",
                "/users/user?namespace=shop&id=nobody",
                "/users/erased/" + UUID.randomUUID(),
                "/imports/" + UUID.randomUUID(),
                "/knowledge/" + UUID.randomUUID(),
                "/imports/not-an-id")) {
            Response page = admin.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(404);
            assertThat(page.contentType()).as(path).startsWith("text/html");
            assertThat(page.asString())
                    .as(path)
                    .contains("<h1>There is no such thing</h1>", "Nothing was changed.", "Check the address", "<nav");
        }
    }

    @Test
    void aWrongMethodAndAWrongRoleArePages() {
        PortalSession viewer = PortalSession.of("viewer");
        Response method = viewer.page().delete("/catalogue");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.asString()).contains("<h1>This cannot be done here</h1>");
        Response role = viewer.page().cookie("csrf-token", "of-the-page-before").get("/users");
        assertThat(role.statusCode()).isEqualTo(403);
        assertThat(role.asString()).contains("<h1>Your role may not do this</h1>", "whose role is viewer", "Sign out");
    }

    @Test
    void aFormWithoutItsTokenIsRefusedByAPage() {
        Response page = PortalSession.of("admin")
                .page()
                .formParam("namespace", "shop")
                .formParam("id", "somebody")
                .formParam("confirmation", "somebody")
                .post("/users/erase");
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString())
                .contains("<h1>The input is not valid</h1>", "Nothing was changed.", "open the page anew");
    }

    @Test
    void hostileAddressesAreNobodysFailure() {
        Api.put("/domains/errors", "{\"title\": \"Errors\"}").statusCode(200);
        PortalSession admin = PortalSession.of("admin");
        for (String path : List.of(
                "/users?q=%00",
                "/users?namespace=%00",
                "/users/user?id=%00&namespace=shop",
                "/users/user?id=x&after=x",
                "/users/export.json?namespace=shop&id=%00",
                "/users/export.json",
                "/catalogue?domain=%00",
                "/try?domain=%00",
                "/catalogue?domain=errors&q=%00",
                "/catalogue?domain=errors&attribute=nothing",
                "/catalogue?domain=errors&after=x",
                "/catalogue/errors/item?id=%00",
                "/catalogue/errors/item")) {
            Response page = admin.get(path);
            assertThat(page.statusCode()).as(path).isIn(400, 404);
            assertThat(page.contentType()).as(path).startsWith("text/html");
        }
        for (Map<String, String> fields : List.of(
                Map.of("domain", "errors", "namespace", "shop", "user", "\u0000", "mode", "profiled"),
                Map.of("user", "x", "mode", "x"))) {
            Response page = admin.post("/try", "/try", fields);
            assertThat(page.statusCode()).as(fields.toString()).isEqualTo(400);
            assertThat(page.asString()).as(fields.toString()).contains("role=\"alert\"");
        }
    }

    @Test
    void ourOwnFailureTellsItsIdAndNotItsCause() {
        PortalSession admin = PortalSession.of("admin");
        Response reading = admin.get("/failing");
        assertThat(reading.statusCode()).isEqualTo(500);
        assertThat(reading.asString())
                .contains("<h1>Something failed on our side</h1>", "a page only reads", "give the request&#39;s id")
                .doesNotContain("secret");
        assertThat(admin.post("/", "/failing", Map.of()).asString()).contains("A change is made whole or not at all");
    }

    @Test
    void goesBackToOwnPagesOnly() {
        PortalSession admin = PortalSession.of("admin");
        String own =
                admin.page().header("Referer", url + "imports?x=1").get("/none").asString();
        assertThat(own).contains("href=\"/imports?x=1\">Go back");
        String foreign = admin.page()
                .header("Referer", "http://evil.example/")
                .get("/none")
                .asString();
        assertThat(foreign).doesNotContain("evil").doesNotContain("Go back");
    }

    @Test
    void theApiKeepsProblemsEvenForBrowsers() {
        Response problem = Api.backend().header("Accept", "text/html, */*").get("/api/v1/users/nobody");
        assertThat(problem.statusCode()).isEqualTo(404);
        assertThat(problem.contentType()).startsWith("application/problem+json");
        Response plain = Api.backend().accept("application/json").get("/api/v1/no-such-path");
        assertThat(plain.contentType()).startsWith("application/problem+json");
    }
}
