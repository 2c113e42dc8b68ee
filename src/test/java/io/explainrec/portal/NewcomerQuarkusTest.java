package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.recommend.EvidenceStateLoader;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody would get who is no user and likes a few items: shown, and kept nowhere. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class NewcomerQuarkusTest {
    private static final String PAGE = "/try/newcomer?domain=newcomer-films";

    @Inject
    EmbeddingService embeddings;

    @Inject
    EvidenceStateLoader states;

    @Inject
    DataSource database;

    private PortalSession reviewer;

    @BeforeEach
    void shop() {
        reviewer = PortalSession.of("reviewer");
        Api.put("/domains/newcomer-films", "{\"title\": \"Films\"}").statusCode(200);
        for (int i = 1; i <= 12; i++) {
            String genre = i % 2 == 0 ? "war" : "romance";
            Api.put(
                            "/domains/newcomer-films/items/n" + i,
                            "{\"title\": \"Film number" + i + "\", \"text\": \"A film about " + genre
                                    + "\", \"attributes\": {\"genre\": [\"" + genre + "\"]}}")
                    .statusCode(200);
        }
        embeddings.catchUp(count -> {});
        states.refresh();
    }

    @Test
    void theAnswerFollowsTheLikesAndNothingIsKept() {
        long before = recorded();
        String war =
                reviewer.get(PAGE + "&like=n2&like=n4&age=25-34&gender=female").asString();
        assertThat(war)
                .contains("8 items for somebody new", "Nothing was recorded", "class=\"waterfall\"", "in mode profiled")
                .contains("value=\"n2\"", ">Film number2</div>", "value=\"25-34\"", "which you liked")
                .doesNotContain("item?id=n2\"", "item?id=n4\"", "NOT_FOUND");
        assertThat(first(war)).isIn("n6", "n8", "n10", "n12");
        assertThat(first(reviewer.get(PAGE + "&like=n1&like=n3").asString())).isIn("n5", "n7", "n9", "n11");
        assertThat(recorded()).isEqualTo(before);
    }

    @Test
    void itemsArePickedThroughASearchThatKeepsWhatWasFilledIn() {
        String found = reviewer.get(PAGE + "&like=n2&age=25-34&q=number4").asString();
        assertThat(found)
                .contains("name=\"add\" value=\"n4\"", "They like Film number4", "value=\"n2\"", "value=\"25-34\"")
                .doesNotContain("Nothing was recorded", "value=\"n12\"");
        assertThat(reviewer.get(PAGE + "&like=n2&q=number4&add=n4").asString())
                .contains("name=\"like\" value=\"n2\"", "name=\"like\" value=\"n4\"", "value=\"number4\"");
        assertThat(reviewer.get(PAGE + "&q=nothinghasthisword").asString()).contains("No item has these words.");
        assertThat(reviewer.get(PAGE + "&like=n2&q=number4&show=answer").asString())
                .contains("Nothing was recorded")
                .doesNotContain("name=\"add\"");
    }

    @Test
    void whatIsWrongIsNamed() {
        Response unknown = reviewer.get(PAGE + "&like=n2&like=none-such");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.asString())
                .contains(
                        "role=\"alert\"", "not in the domain &#39;newcomer-films&#39;: [none-such]", "⚠ no such item");
        assertThat(reviewer.get(PAGE + "&like=n1&like=n2&like=n3&like=n4&like=n5&like=n6&like=n7")
                        .asString())
                .contains("role=\"alert\"", "expected at most 5");
        assertThat(reviewer.get("/try/newcomer?domain=none&like=x").asString())
                .contains("role=\"alert\"", "There is no domain &#39;none&#39;");
        for (String bad : new String[] {"&like=%00", "&q=%00", "&like=n2&age=%00", "&domain=%00&like=n2"}) {
            Response page = reviewer.get(PAGE + bad);
            assertThat(page.statusCode()).as(bad).isIn(200, 400, 404);
            assertThat(page.contentType()).as(bad).startsWith("text/html");
        }
    }

    @Test
    void withoutLikesTheFormAloneOrWhatEverybodyLikes() {
        assertThat(reviewer.get("/try/newcomer").asString())
                .contains("What would somebody new get", "Liked item 5")
                .doesNotContain("Liked item 6", "Nothing was recorded", "role=\"alert\"");
        assertThat(reviewer.get(PAGE + "&show=answer").asString()).contains("8 items for somebody new");
        assertThat(reviewer.get("/try").asString()).contains("href=\"/try/newcomer");
        assertThat(PortalSession.of("viewer").get("/try/newcomer").statusCode()).isEqualTo(403);
    }

    private long recorded() {
        return new Statements(database)
                .query(
                        "SELECT (SELECT count(*) FROM recommendation) + (SELECT count(*) FROM app_user)",
                        row -> row.getLong(1))
                .getFirst();
    }

    /** Id of the item in the first place. */
    private static String first(String page) {
        return page.replaceAll(
                "(?s).*?id=\"rank-1\">1\\. <a href=\"/catalogue/newcomer-films/item\\?id=([^\"]*)\".*", "$1");
    }
}
