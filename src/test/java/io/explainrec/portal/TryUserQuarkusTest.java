package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the form of "try a user" offers, and what it says where there is no answer. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class TryUserQuarkusTest {
    private PortalSession reviewer;

    @Inject
    DataSource database;

    @BeforeEach
    void domains() {
        reviewer = PortalSession.of("reviewer");
        Api.put("/domains/try-empty", "{\"title\": \"Empty\"}").statusCode(200);
        Api.put("/domains/try-one", "{\"title\": \"One\"}").statusCode(200);
        Api.put("/users/last?namespace=tried", "{\"ageBand\": \"25-34\"}").statusCode(200);
        Api.put("/domains/try-one/items/x", "{\"title\": \"X\"}").statusCode(200);
        for (String user : new String[] {"first", "last"}) {
            Api.post(
                            "/interactions",
                            "{\"namespace\": \"tried\", \"user\": \"" + user
                                    + "\", \"domain\": \"try-one\", \"item\": \"x\", \"liked\": true}")
                    .statusCode(200);
        }
    }

    @Test
    void offersWhoeverHadTheNewestEventInTheDomain() {
        String page = reviewer.get("/try?domain=try-one").asString();
        assertThat(page).contains("name=\"namespace\" value=\"tried\"", "name=\"user\" value=\"last\"");
        String empty = reviewer.get("/try?domain=try-empty").asString();
        assertThat(empty).contains("name=\"namespace\" value=\"shop\"", "name=\"user\" value=\"\"");
    }

    @Test
    void offersSomebodyThoughAllThatIsNewIsOfAnotherDomain() throws SQLException {
        Api.put("/domains/try-busy", "{\"title\": \"Busy\"}").statusCode(200);
        Api.put("/domains/try-busy/items/b", "{\"title\": \"B\"}").statusCode(200);
        Api.put("/users/busy?namespace=tried", "{}").statusCode(200);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO interaction (user_id, item_id, liked, occurred_at)
                    SELECT u.id, i.id, true, timestamptz '2026-01-01Z' + k * interval '1 second'
                    FROM app_user u, item i, generate_series(1, 20000) AS k
                    WHERE u.external_id = 'busy' AND u.namespace = 'tried' AND i.external_id = 'b' AND i.title = 'B'
                    """);
        }
        try {
            assertThat(reviewer.get("/try?domain=try-busy").asString()).contains("name=\"user\" value=\"busy\"");
            assertThat(reviewer.get("/try?domain=try-one").asString())
                    .containsPattern("name=\"user\" value=\"(first|last|counted)\"");
        } finally {
            Api.delete("/users/busy?namespace=tried").statusCode(200);
        }
    }

    @Test
    void saysWhatIsNotKnown() {
        assertThat(reviewer.get("/try?domain=none").asString())
                .contains("There is no domain &#39;none&#39;; the domains are");
        assertThat(recommend("none", "last").asString()).contains("role=\"alert\"", "none&#39;");
        Response nobody = recommend("try-one", "nobody");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.asString()).contains("There is no user &#39;nobody&#39; in the namespace &#39;tried&#39;");
        assertThat(reviewer.get("/try/01990000-0000-7000-8000-000000000000").statusCode())
                .isEqualTo(404);
    }

    @Test
    void leadsToARecordThatCanBeOpenedAgain() {
        Api.put("/domains/try-one/items/y", "{\"title\": \"Something new\"}").statusCode(200);
        Response answered = recommend("try-one", "last");
        assertThat(answered.statusCode()).isEqualTo(303);
        String record = answered.header("Location").replaceFirst("^https?://[^/]+", "");
        String id = record.substring(record.lastIndexOf('/') + 1);
        assertThat(reviewer.get("/try/record?id=%20" + id).header("Location")).endsWith(record);
        assertThat(reviewer.get("/try/record?id=none").statusCode()).isEqualTo(400);
        String shown = reviewer.get(record).asString();
        assertThat(shown)
                .contains("Something new", ">last</a>", "class=\"waterfall\"")
                .contains("shown to nobody", "reviewer, who tried it here", "What it was decided from")
                .contains(
                        "Age then</th><td>25-34<",
                        "Filters</th><td>none<",
                        "Decision layer</th><td>",
                        "Knowledge</th><td>none was active<",
                        "Candidates</th><td>proposed from the domain<")
                .contains("✓ liked</td><td>X</td><td class=\"text-end\">5.5</td>");
        assertThat(reviewer.get(record).asString()).contains("Something new");
        assertThat(reviewer.get("/users/user?namespace=tried&id=last").asString())
                .contains("href=\"" + record + "\"", "tried by reviewer, not served");

        Api.delete("/users/last?namespace=tried").statusCode(200);
        assertThat(reviewer.get(record).asString())
                .contains("Something new", "erased since")
                .doesNotContain(">last</a>", "class=\"reason\"", "Probability of liking", "class=\"waterfall\"");
    }

    @Test
    void whatIsTriedIsNotCountedAsServed() {
        Api.put("/domains/try-one/items/z", "{\"title\": \"Shown once\"}").statusCode(200);
        Api.put("/users/counted?namespace=tried", "{}").statusCode(200);
        assertThat(recommend("try-one", "counted").statusCode()).isEqualTo(303);
        Api.post("/recommendations", "{\"namespace\": \"tried\", \"user\": \"counted\", \"domain\": \"try-one\"}")
                .statusCode(200)
                .body("asked.tried", equalTo(false));

        assertThat(reviewer.get("/users/user?namespace=tried&id=counted").asString())
                .contains("1 recommendation served to them", "1 served to them, and 1 only tried in this portal");
        assertThat(reviewer.get("/catalogue/try-one/item?id=z").asString()).contains("shown 1 time in recommendations");
    }

    @Test
    void whatARecordShowsCanBeLookedUpThoughItWasRetired() {
        Api.put("/domains/try-one/items/gone", "{\"title\": \"Sold out\"}").statusCode(200);
        assertThat(reviewer.get("/catalogue/try-one/item?id=gone").asString())
                .contains("Nearest in meaning")
                .doesNotContain("Retired since");
        Api.delete("/domains/try-one/items/gone").statusCode(204);
        Response page = reviewer.get("/catalogue/try-one/item?id=gone");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).contains("Sold out", "Retired since").doesNotContain("Nearest in meaning");
        Api.get("/domains/try-one/items/gone").statusCode(404);
        assertThat(reviewer.get("/catalogue/try-one/item?id=never").statusCode())
                .isEqualTo(404);
    }

    private Response recommend(String domain, String user) {
        return reviewer.post(
                "/try", "/try", Map.of("domain", domain, "namespace", "tried", "user", user, "mode", "profiled"));
    }
}
