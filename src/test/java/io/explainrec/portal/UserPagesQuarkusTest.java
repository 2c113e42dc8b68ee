package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is held of a person, and what may be done with it by whom. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class UserPagesQuarkusTest {
    private static final String PAGE = "/users/user?namespace=pages&id=anna_1%2F%26%3C";
    private static final String HOSTILE = "\\\"><img src=x onerror=alert(1)><script>alert(2)</script>";

    @BeforeEach
    void person() {
        Api.put("/domains/pages", "{\"title\": \"Pages\"}").statusCode(200);
        Api.put("/domains/pages/items/p1", "{\"title\": \"" + HOSTILE + "\"}").statusCode(200);
        Api.put("/users/anna_1%2F%26%3C?namespace=pages", "{\"ageBand\": \"25-34\"}")
                .statusCode(200);
        Api.put("/users/annabel?namespace=pages", "{}").statusCode(200);
        event("anna_1/&<", "2026-01-02T03:04:05Z", "{\"text\": \"warm <b>light</b>\"}");
        for (int day = 10; day < 36; day++) {
            event(
                    "anna_1/&<",
                    "2025-0" + (day / 28 + 1) + "-" + (day % 28 + 1 < 10 ? "0" : "") + (day % 28 + 1) + "T00:00:00Z",
                    "{\"text\": \"t\", \"provenance\": \"TEACHER\", \"author\": \"big-model\"}");
        }
    }

    @Test
    void findsPeopleByTheStartOfTheirId() {
        PortalSession reviewer = PortalSession.of("reviewer");
        String both = reviewer.get("/users?namespace=pages&q=anna").asString();
        assertThat(both).contains(">anna_1/&amp;&lt;</a>", ">annabel</a>");
        assertThat(reviewer.get("/users?namespace=pages&q=anna_").asString()).doesNotContain("annabel");
        assertThat(reviewer.get("/users?namespace=pages&q=zzz").asString()).contains("Nobody is known by that");
    }

    @Test
    void noBrowserKeepsAPageNorAFileOfIt() {
        PortalSession reviewer = PortalSession.of("reviewer");
        for (String path : List.of("/", "/users", PAGE, "/try", "/imports", "/knowledge", "/catalogue", "/try/none")) {
            assertThat(reviewer.get(path).header("Cache-Control")).as(path).isEqualTo("no-store");
        }
        Response file = PortalSession.of("admin").get("/catalogue/items.csv?domain=pages");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.header("Cache-Control")).isEqualTo("no-store");
        Api.get("/domains").header("Cache-Control", nullValue());
    }

    @Test
    void showsDemographicsAndHistoryNewestFirst() {
        PortalSession reviewer = PortalSession.of("reviewer");
        String page = reviewer.get(PAGE).asString();
        assertThat(page)
                .contains("27 events", "25-34", "datetime=\"2026-01-02T03:04:05Z\"", "2026-01-02 03:04 UTC")
                .contains("“warm &lt;b&gt;light&lt;/b&gt;”", "said by the person", "written by the model big-model")
                .contains("&lt;script&gt;alert(2)")
                .doesNotContain("<script>alert", "<img src=x");
        assertThat(page.indexOf("2026-01-02")).isLessThan(page.indexOf("2025-0"));
        String next = page.replaceAll("(?s).*id=\"show-more\" href=\"([^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(reviewer.get(next).asString()).contains("27 events").doesNotContain("2026-01-02", "Show more");
    }

    @Test
    void onlyAnAdminTakesDataOutOrErases() {
        PortalSession reviewer = PortalSession.of("reviewer");
        assertThat(reviewer.get(PAGE).asString())
                .contains("are for the role admin; yours is reviewer", "disabled")
                .doesNotContain("name=\"confirmation\"");
        assertThat(reviewer.get(PAGE.replace("/user?", "/export.json?")).statusCode())
                .isEqualTo(403);
        assertThat(reviewer.post(PAGE, "/users/erase", Map.of("namespace", "pages", "id", "a", "confirmation", "a"))
                        .statusCode())
                .isEqualTo(403);
        Response export = PortalSession.of("admin").get(PAGE.replace("/user?", "/export.json?"));
        assertThat(export.header("Content-Disposition")).startsWith("attachment");
        assertThat(export.jsonPath().getString("user.externalId")).isEqualTo("anna_1/&<");
        assertThat(export.jsonPath().getList("interactions")).hasSize(27);
    }

    @Test
    void erasesWhereTheIdIsTypedAgainAndGivesAReceipt() {
        PortalSession admin = PortalSession.of("admin");
        Response wrong = admin.post(
                PAGE, "/users/erase", Map.of("namespace", "pages", "id", "anna_1/&<", "confirmation", "anna"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.asString()).contains("is &#39;anna&#39;; expected the id", "Nothing was changed.");
        assertThat(admin.get(PAGE).statusCode()).isEqualTo(200);

        Response done = admin.post(
                PAGE, "/users/erase", Map.of("namespace", "pages", "id", "anna_1/&<", "confirmation", "anna_1/&<"));
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(303);
        String receipt = done.header("Location").replaceAll(".*(/users/erased/)", "$1");
        assertThat(admin.get(receipt).asString())
                .contains(
                        "What was erased?",
                        "interactions</th><td class=\"text-end\">27",
                        "What may still count somebody")
                .doesNotContain("anna");
        assertThat(admin.get(PAGE).statusCode()).isEqualTo(404);
    }

    private static void event(String user, String at, String reason) {
        Api.post(
                        "/interactions",
                        "{\"namespace\": \"pages\", \"user\": \"" + user
                                + "\", \"domain\": \"pages\", \"item\": \"p1\", \"liked\": true, \"occurredAt\": \""
                                + at + "\", \"reason\": " + reason + "}")
                .statusCode(200);
    }
}
