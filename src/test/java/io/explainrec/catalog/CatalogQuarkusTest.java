package io.explainrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class CatalogQuarkusTest {
    private static final String D = "/domains/catalog-films";

    @BeforeEach
    void domain() {
        Api.put(D, "{\"title\": \"Films\", \"likeThreshold\": 3, \"ratingLow\": 1, \"ratingHigh\": 5}")
                .statusCode(200);
    }

    @Test
    void anEmptyDomainCanBeRemovedAndNoOther() {
        Api.put("/domains/by-mistake", "{\"title\": \"By mistake\"}").statusCode(200);
        Api.put("/domains/by-mistake/items/lamp", "{\"title\": \"Lamp\"}").statusCode(200);
        Api.delete("/domains/by-mistake/items/lamp").statusCode(204);
        Api.delete("/domains/by-mistake").statusCode(409).body("detail", containsString("retired"));
        Api.put("/domains/empty-one", "{\"title\": \"Empty\"}").statusCode(200);
        Api.delete("/domains/empty-one").statusCode(204);
        Api.get("/domains/empty-one").statusCode(404);
        Api.delete("/domains/empty-one").statusCode(404);
    }

    @Test
    void keepsWhatItWasGiven() {
        Api.put(
                        D + "/items/a%2Fb",
                        "{\"title\": \"<b>\\\"O'Brien\\\"; DROP TABLE item;--</b>\", \"attributes\": {\"genre\": [\"War\"]}}")
                .statusCode(200);
        Api.get(D + "/items/a%2Fb")
                .statusCode(200)
                .body("title", equalTo("<b>\"O'Brien\"; DROP TABLE item;--</b>"))
                .body("attributes.genre", hasItem("War"));
        Api.get(D + "/items?attribute=genre=War&q=brien").body("items.externalId", hasItem("a/b"));
        Api.get(D + "/items?q=bri").body("items.externalId", hasItem("a/b"));
        Api.get(D + "/items?q=a%2Fb").body("items.externalId", hasItem("a/b"));
        Api.get(D + "/items?q=rien").body("items", hasSize(0));
        Api.get(D + "/items?q=%2B%2B").statusCode(200).body("items", hasSize(0));
        Api.delete(D + "/items/a%2Fb").statusCode(204);
        Api.get(D + "/items/a%2Fb").statusCode(404).body("type", equalTo("urn:explainrec:problem:not-found"));
    }

    @Test
    void pagesByKeyWithoutLossOrRepetition() {
        for (int i = 0; i < 7; i++) {
            Api.put("/domains/catalog-pages", "{\"title\": \"Pages\"}");
            Api.put("/domains/catalog-pages/items/p" + i, "{\"title\": \"Page " + i + "\"}")
                    .statusCode(200);
        }
        var seen = new ArrayList<String>();
        String after = "";
        do {
            Response page = Api.get("/domains/catalog-pages/items?limit=3" + after)
                    .extract()
                    .response();
            seen.addAll(page.jsonPath().getList("items.externalId"));
            after = page.jsonPath().get("next") == null
                    ? null
                    : "&after=" + page.jsonPath().getString("next");
        } while (after != null);
        assertThat(seen).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6");
    }

    @Test
    void aHistoryGoesOnBehindAnEventThatWasDeletedMeanwhile() {
        item("h1");
        for (int day = 1; day <= 3; day++) {
            event("hu", "h1", "\"liked\": true, \"occurredAt\": \"2026-01-0" + day + "T00:00:00.000001Z\"")
                    .statusCode(200);
        }
        Response first = Api.get("/users/hu/interactions?limit=2").extract().response();
        Api.delete("/interactions/" + first.jsonPath().getString("items[1].id")).statusCode(204);
        Api.get("/users/hu/interactions?limit=2&after=" + first.jsonPath().getString("next"))
                .statusCode(200)
                .body("items.occurredAt", equalTo(List.of("2026-01-01T00:00:00.000001Z")))
                .body("next", nullValue());
        for (String wrong : List.of(
                "x", "_", "1_x", "-1_" + new UUID(0, 0), first.jsonPath().getString("items[0].id"))) {
            Api.get("/users/hu/interactions?after=" + wrong).statusCode(400).body("errors.field", hasItem("after"));
        }
    }

    @Test
    void namesEveryFaultAtOnce() {
        Api.put(D + "/items/x", "{\"title\": \"\", \"text\": \"a\\u0000b\", \"imageUrl\": \"file:///etc/passwd\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems("title", "text", "imageUrl"));
    }

    @Test
    void aBodyThatContradictsItsAddressIsRefused() {
        Api.put(D + "/items/x", "{\"id\": \"y\", \"title\": \"X\"}")
                .statusCode(400)
                .body("errors.field", hasItem("id"));
        Api.put("/users/x", "{\"id\": \"y\", \"namespace\": \"elsewhere\", \"ageBand\": \"25-34\"}")
                .statusCode(400)
                .body("errors.field", hasItems("id", "namespace"));
        Api.get("/users/x").statusCode(404);
        Api.put("/users/x?namespace=elsewhere", "{\"id\": \"x\", \"namespace\": \"elsewhere\"}")
                .statusCode(200)
                .body("namespace", equalTo("elsewhere"));
    }

    @Test
    void judgesRatingsByTheDomainsThreshold() {
        item("r1");
        event("u1", "r1", "\"rating\": 4").statusCode(200).body("liked", equalTo(true));
        event("u2", "r1", "\"rating\": 3").statusCode(200).body("liked", equalTo(false));
        event("u3", "r1", "\"rating\": 6").statusCode(400).body("errors.field", hasItem("rating"));
        event("u4", "r1", "\"rating\": 5, \"liked\": false").statusCode(400).body("errors.field", hasItem("liked"));
        event("u5", "unknown", "\"liked\": true").statusCode(400).body("errors.field", hasItem("item"));
        event("u6", "r1", "\"liked\": true, \"occurredAt\": \"9999-01-01T00:00:00Z\"")
                .statusCode(400)
                .body("errors.field", hasItem("occurredAt"));
    }

    @Test
    void verdictsThatRatingsGaveMoveWithTheThreshold() {
        String scale = "\"title\": \"Moving\", \"ratingLow\": 1, \"ratingHigh\": 5, \"likeThreshold\": ";
        Api.put("/domains/moving", "{" + scale + "3}").statusCode(200);
        Api.put("/domains/moving/items/m", "{\"title\": \"M\"}").statusCode(200);
        String event = "{\"user\": \"mover\", \"domain\": \"moving\", \"item\": \"m\", \"occurredAt\": ";
        Api.post("/interactions", event + "\"2026-01-02T00:00:00Z\", \"rating\": 4}")
                .body("liked", equalTo(true));
        Api.post("/interactions", event + "\"2026-01-01T00:00:00Z\", \"liked\": true}")
                .body("liked", equalTo(true));

        Api.put("/domains/moving", "{" + scale + "4}").statusCode(200);

        Api.get("/users/mover/interactions")
                .body("items.rating", equalTo(Arrays.asList(4.0f, null)))
                .body("items.liked", equalTo(List.of(false, true)));
    }

    @Test
    void aScaleIsKeptAsLongAsThereAreRatingsOfIt() {
        String domain = "/domains/renamed";
        Api.put(domain, "{\"title\": \"Rated\", \"likeThreshold\": 3, \"ratingLow\": 1, \"ratingHigh\": 5}");
        Api.put(domain + "/items/r", "{\"title\": \"R\"}").statusCode(200);
        String id = Api.post(
                        "/interactions",
                        "{\"user\": \"rater\", \"domain\": \"renamed\", \"item\": \"r\", \"rating\": 5}")
                .statusCode(200)
                .extract()
                .path("id");

        Api.put(domain, "{\"title\": \"Renamed\"}")
                .statusCode(409)
                .body("detail", containsString("ratings from 1.0 to 5.0, liked above 3.0"));
        Api.put(domain, "{\"title\": \"Narrow\", \"likeThreshold\": 3, \"ratingLow\": 1, \"ratingHigh\": 4}")
                .statusCode(409);
        Api.get(domain).body("title", equalTo("Rated")).body("ratingHigh", equalTo(5.0f));
        Api.put(domain, "{\"title\": \"Low end\", \"likeThreshold\": 3, \"ratingLow\": 2, \"ratingHigh\": 5}")
                .statusCode(200);
        Api.delete("/interactions/" + id).statusCode(204);
        Api.put(domain, "{\"title\": \"Renamed\"}").statusCode(200).body("likeThreshold", nullValue());
    }

    @Test
    void theSameKeyGivesTheSameAnswerAndAnotherContentAConflict() {
        item("k1");
        String id = event("ku", "k1", "\"liked\": true, \"idempotencyKey\": \"key-1\"")
                .statusCode(200)
                .extract()
                .path("id");
        event("ku", "k1", "\"liked\": true, \"idempotencyKey\": \"key-1\"")
                .statusCode(200)
                .body("id", equalTo(id));
        event("ku", "k1", "\"liked\": false, \"idempotencyKey\": \"key-1\"").statusCode(409);
    }

    /** A shop may send the like at the click, and the words when they are written. */
    @Test
    void wordsThatComeBehindTheirVerdictAreKept() {
        item("k3");
        String like = "\"liked\": true, \"occurredAt\": \"2026-01-02T03:04:05Z\"";
        event("kw", "k3", like).statusCode(200).body("reasons", hasSize(0));
        for (int twice = 0; twice < 2; twice++) {
            event("kw", "k3", like + ", \"reason\": {\"text\": \"It glows.\"}")
                    .statusCode(200)
                    .body("reasons.text", equalTo(List.of("It glows.")));
        }
        event("kw", "k3", like + ", \"reason\": {\"text\": \"It is blue.\"}")
                .statusCode(409)
                .body("detail", containsString("has another reason"));
        event("kw", "k3", like).statusCode(200).body("reasons", hasSize(1));
    }

    @Test
    void theSameKeyGivesTheFirstAnswerWhateverBecameOfTheItem() {
        item("k2");
        String id = event("ku", "k2", "\"rating\": 5, \"idempotencyKey\": \"key-2\"")
                .statusCode(200)
                .extract()
                .path("id");
        Api.delete(D + "/items/k2").statusCode(204);
        event("ku", "k2", "\"rating\": 5, \"idempotencyKey\": \"key-2\"")
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void takesWhatIsSaidOfAnItemThatWasRetired() {
        item("sold");
        Api.delete(D + "/items/sold").statusCode(204);
        event("buyer", "sold", "\"rating\": 5").statusCode(200).body("liked", equalTo(true));
        event("buyer", "never-there", "\"rating\": 5").statusCode(400).body("errors.field", equalTo(List.of("item")));
    }

    @Test
    void answersBulkLineByLine() {
        item("b1");
        String good =
                "{\"user\": \"bu\", \"domain\": \"catalog-films\", \"item\": \"b1\", \"liked\": true, \"occurredAt\": \"2026-01-0%dT00:00:00Z\"}";
        String lines = good.formatted(1) + "\n{\"user\": \"bu\"\n{\"user\": \"bu\", \"color\": 1}\n"
                + good.replace("b1", "nope").formatted(2) + "\n" + good.formatted(1) + "\n" + good.formatted(3);
        Response answer = Api.lines("/interactions", lines);
        List<String> results = answer.asString().lines().toList();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(results).hasSize(6);
        assertThat(results.get(0)).contains("\"ok\"");
        assertThat(results.get(1)).contains("\"line\":2").contains("refused");
        assertThat(results.get(2)).contains("color");
        assertThat(results.get(3)).contains("nope");
        assertThat(results.get(4)).contains("\"ok\"");
        assertThat(results.get(5)).contains("\"ok\"");
        Api.get("/users/bu/interactions").body("items.size()", equalTo(2));
    }

    @Test
    void exportsAllAndErasesAll() {
        item("e1");
        Api.put("/users/eu", "{\"ageBand\": \"25-34\"}").statusCode(200);
        event("eu", "e1", "\"liked\": true, \"reason\": {\"text\": \"wonderful sea\"}")
                .statusCode(200);
        Api.get("/users/eu/export")
                .statusCode(200)
                .body("user.ageBand", equalTo("25-34"))
                .body("interactions[0].reasons[0].text", equalTo("wonderful sea"));

        Map<String, Object> receipt = Api.delete("/users/eu")
                .statusCode(200)
                .body("id", notNullValue())
                .body("counts.interactions", equalTo(1))
                .body("counts.reasons", equalTo(1))
                .extract()
                .path("");
        assertThat(Api.get("/erasures/" + receipt.get("id"))
                        .statusCode(200)
                        .extract()
                        .<Map<String, Object>>path("")
                        .get("counts"))
                .isEqualTo(receipt.get("counts"));
        Api.delete("/users/eu").statusCode(404).body("detail", containsString("/api/v1/erasures"));
        Api.get("/erasures?limit=1").body("id", equalTo(List.of(receipt.get("id"))));
        Api.get("/erasures/" + new UUID(0, 0)).statusCode(404);
        Api.get("/users/eu").statusCode(404);
        Api.get("/users/eu/interactions").statusCode(404);
    }

    @Test
    void correctsAndTakesBack() {
        item("c1");
        String id = event("cu", "c1", "\"liked\": true").extract().path("id");
        Api.put("/interactions/" + id, body("cu", "c1", "\"liked\": false"))
                .statusCode(200)
                .body("liked", equalTo(false));
        Api.delete("/interactions/" + id).statusCode(204);
        Api.delete("/interactions/" + id).statusCode(404);
        Api.get("/users/cu/interactions").body("items.size()", equalTo(0)).body("next", nullValue());
    }

    @Test
    void correctsAVerdictOnAnItemThatWasRetired() {
        item("c2");
        String id = event("cu2", "c2", "\"rating\": 5").extract().path("id");
        Api.delete(D + "/items/c2").statusCode(204);
        Api.put("/interactions/" + id, body("cu2", "c2", "\"rating\": 1"))
                .statusCode(200)
                .body("liked", equalTo(false));
        Api.put("/interactions/" + id, body("cu2", "c2", "\"rating\": 6"))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("rating")));
    }

    @Test
    void aCorrectionMakesNoOtherEvent() {
        item("c3");
        String id = event("cu3", "c3", "\"liked\": true, \"occurredAt\": \"2026-01-01T00:00:00.1234567Z\"")
                .extract()
                .path("id");
        Api.put("/interactions/" + id, body("cu3", "c3", "\"liked\": false, \"occurredAt\": \"2026-01-02T00:00:00Z\""))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("occurredAt")));
        Api.put("/interactions/" + id, body("other", "other", "\"liked\": false"))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("user", "item")));
        Api.put(
                        "/interactions/" + id,
                        body("cu3", "c3", "\"liked\": false, \"occurredAt\": \"2026-01-01T00:00:00.1234567Z\""))
                .statusCode(200)
                .body("liked", equalTo(false));
    }

    private static void item(String id) {
        Api.put(D + "/items/" + id, "{\"title\": \"Item " + id + "\"}").statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse event(String user, String item, String fields) {
        return Api.post("/interactions", body(user, item, fields));
    }

    private static String body(String user, String item, String fields) {
        return "{\"user\": \"" + user + "\", \"domain\": \"catalog-films\", \"item\": \"" + item + "\", " + fields
                + "}";
    }
}
