package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.explainrec.Api;
import io.explainrec.catalog.UserService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.registry.ModelRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class RecommendQuarkusTest {
    private static final String D = "recommend-films";

    @Inject
    EmbeddingService embeddings;

    @Inject
    EvidenceStateLoader states;

    @Inject
    ModelRegistry registry;

    @Inject
    RecommendRepository repository;

    @Inject
    RecommendService recommendations;

    @Inject
    UserService users;

    @Inject
    DataSource database;

    @BeforeEach
    void shop() {
        Api.put("/domains/" + D, "{\"title\": \"Films\"}").statusCode(200);
        for (int i = 1; i <= 12; i++) {
            String genre = i % 2 == 0 ? "war" : "romance";
            Api.put(
                            "/domains/" + D + "/items/f" + i,
                            "{\"title\": \"Film " + i + "\", \"text\": \"A film about " + genre
                                    + "\", \"attributes\": {\"genre\": [\"" + genre + "\"]}}")
                    .statusCode(200);
        }
        for (int u = 1; u <= 6; u++) {
            for (int i = 1; i <= 6; i++) {
                like("fan" + u, "f" + i, (u + i) % 2 == 0);
            }
        }
        embeddings.catchUp(count -> {});
        states.refresh();
    }

    @Test
    void recommendsWithReasonsThatAddUp() {
        like("asker", "f2", true);
        like("asker", "f4", true);
        Response answer = recommend("{\"user\": \"asker\", \"domain\": \"" + D + "\", \"count\": 5}");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        List<Map<String, Object>> items = answer.jsonPath().getList("items");
        assertThat(items).hasSize(5);
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i).get("reason")).asString().isNotBlank();
            for (String head : List.of("like", "order")) {
                String at = "items[" + i + "]." + head;
                Map<String, Number> contributions = answer.jsonPath().getMap(at + ".contributions");
                double sum = contributions.values().stream()
                        .mapToDouble(Number::doubleValue)
                        .sum();
                assertThat(answer.jsonPath().getDouble(at + ".base") + sum)
                        .isCloseTo(answer.jsonPath().getDouble(at + ".logit"), within(1e-6));
            }
        }
        assertThat(answer.jsonPath().getList("items.item.id", String.class)).doesNotContain("f2", "f4");
        assertThat(answer.jsonPath().getString("items[0].item.id")).isIn("f6", "f8", "f10", "f12");
        assertThat(answer.jsonPath().getList("items[0].evidence.because.flatten()"))
                .contains(Map.of("domain", D, "id", "f2", "title", "Film 2"));
        assertThat(answer.jsonPath().getString("versions.decision"))
                .isEqualTo(registry.live().parts().decisionVersion());
        assertThat(answer.jsonPath().getInt("versions.encoder"))
                .isEqualTo(registry.live().parts().encoderVersionId());

        isReadAsServed(answer);
    }

    @Test
    void anAnswerWithFewerItemsThanAskedSaysSoAlsoWhenItIsReadAgain() {
        Api.put("/users/wants-more", "{}").statusCode(200);
        Response few = recommend("{\"user\": \"wants-more\", \"domain\": \"" + D
                + "\", \"candidates\": [\"f1\", \"f2\"], \"count\": 5}");
        assertThat(few.jsonPath().getString("note"))
                .isEqualTo(
                        "Only 2 of 5 items are there: no more of the candidates that were given are in the catalogue and pass the filters.");
        isReadAsServed(few);

        Response none = recommend(
                "{\"user\": \"wants-more\", \"domain\": \"" + D + "\", \"filters\": {\"genre\": \"western\"}}");
        assertThat(none.jsonPath().getString("note")).startsWith("No item is left");
        isReadAsServed(none);
    }

    private static void isReadAsServed(Response answer) {
        Map<String, Object> record = Api.get(
                        "/recommendations/" + answer.jsonPath().getString("id"))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("");
        assertThat(record).isEqualTo(answer.jsonPath().getMap(""));
    }

    @Test
    void anErasedPersonsRecordKeepsTheItemsAndLosesTheReasons() {
        like("leaver", "f2", true);
        String id = recommend("{\"user\": \"leaver\", \"domain\": \"" + D + "\", \"count\": 3}")
                .jsonPath()
                .getString("id");
        Api.get("/users/leaver/export").body("recommendations.answers", hasSize(1));

        Api.delete("/users/leaver").statusCode(200).body("counts.recommendationRecordsSealedForever", equalTo(1));

        Api.get("/recommendations/" + id)
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items[0].reason", equalTo(null))
                .body("items[0].score", equalTo(null))
                .body("items[0].order", equalTo(null));
    }

    @Test
    void aGivenCandidateThatWasRetiredMeanwhileIsLeftOut() {
        Api.put("/domains/" + D + "/items/retired", "{\"title\": \"Retired\"}").statusCode(200);
        Api.delete("/domains/" + D + "/items/retired").statusCode(204);
        Response answer = recommend(
                "{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"candidates\": [\"f9\", \"retired\"], \"count\": 2}");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("items.item.id", String.class)).containsExactly("f9");
        assertThat(answer.jsonPath().getString("note"))
                .startsWith("Only 1 of 2")
                .contains("in the catalogue");
    }

    @Test
    void whatIsSoldOutSinceItWasShownCanBeJudged() {
        Api.put("/domains/recommend-pieces", "{\"title\": \"Single pieces\"}").statusCode(200);
        Api.put("/domains/recommend-pieces/items/piece", "{\"title\": \"Piece\"}")
                .statusCode(200);
        Api.put("/users/buyer", "{}").statusCode(200);
        String id = recommend("{\"user\": \"buyer\", \"domain\": \"recommend-pieces\"}")
                .jsonPath()
                .getString("id");
        Api.delete("/domains/recommend-pieces/items/piece").statusCode(204);
        Api.post("/recommendations/" + id + "/feedback", "{\"item\": \"piece\", \"liked\": true}")
                .statusCode(200)
                .body("item", equalTo("piece"));
        Api.get("/domains/recommend-pieces/items/piece").statusCode(404);
    }

    @Test
    void theLanguageModelIsToldThePersonsOwnWordsAlone() {
        Api.post(
                        "/interactions",
                        "{\"user\": \"explains\", \"domain\": \"" + D + "\", \"item\": \"f2\", \"liked\": false,"
                                + " \"reason\": {\"text\": \"too long\"}}")
                .statusCode(200);
        new Statements(database)
                .execute("INSERT INTO reason (interaction_id, text, provenance, author, reasoned_at)"
                        + " SELECT n.id, 'of the genre war', 'teacher', 'large', now() + interval '1 hour'"
                        + " FROM interaction n JOIN app_user u ON u.id = n.user_id WHERE u.external_id = 'explains'");
        assertThat(repository.requester(users.get("shop", "explains"), 10).events())
                .extracting(Requester.Event::reason)
                .containsExactly("too long");
    }

    @Test
    void ofAPersonWhoChangedTheirMindTheNewerVerdictAloneIsUsed() {
        like("fickle", "f2", true);
        like("fickle", "f3", true);
        Api.post(
                        "/interactions",
                        "{\"user\": \"fickle\", \"domain\": \"" + D + "\", \"item\": \"f2\", \"liked\": false}")
                .statusCode(200);
        recommend("{\"user\": \"fickle\", \"domain\": \"" + D + "\", \"count\": 3}");
        Api.get("/users/fickle/export")
                .body("recommendations.answers[0].personal.history.externalId", equalTo(List.of("f3", "f2")))
                .body("recommendations.answers[0].personal.history.liked", equalTo(List.of(true, false)));
    }

    @Test
    void theContractSaysWhatARecordHolds() {
        String contract = Api.backend().get("/q/openapi?format=json").asString();
        assertThat(contract).contains("one that stands for the person in the prompt", "Whether candidates were given");
    }

    @Test
    void aRecordHoldsWhatWasAskedAndWhatWasKnownThen() {
        Api.put("/users/grows", "{\"ageBand\": \"18-24\", \"gender\": \"F\"}").statusCode(200);
        Api.post(
                        "/interactions",
                        "{\"user\": \"grows\", \"domain\": \"" + D + "\", \"item\": \"f2\", \"liked\": true,"
                                + " \"occurredAt\": \"2026-01-02T03:04:05Z\"}")
                .statusCode(200);
        Response answer = recommend("{\"user\": \"grows\", \"domain\": \"" + D
                + "\", \"filters\": {\"genre\": \"war\"}, \"candidates\": [\"f4\"], \"count\": 3}");
        answer.then()
                .body(
                        "asked",
                        equalTo(Map.of("count", 3, "filters", Map.of("genre", "war"), "given", true, "tried", false)))
                .body("adapted", equalTo("none"));
        isReadAsServed(answer);

        Api.put("/users/grows", "{\"ageBand\": \"25-34\", \"gender\": \"F\"}").statusCode(200);
        Api.get("/users/grows/export")
                .body("recommendations.answers[0].personal.person.ageBand", equalTo("18-24"))
                .body("recommendations.answers[0].personal.person.gender", equalTo("F"))
                .body("recommendations.answers[0].personal.history.grade", equalTo(List.of(5.5f)))
                .body("recommendations.answers[0].personal.history.at", equalTo(List.of("2026-01-02T03:04:05Z")));
    }

    @Test
    void aLayerThatCannotBeReadLeavesWhatServes() {
        EvidenceStateLoader.Loaded before = states.loaded();
        Statements sql = new Statements(database);
        sql.execute(
                "INSERT INTO decision_layer (version, provenance, layer, learned, active, activated_at)"
                        + " VALUES ('fitted-unreadable', '{}', '{}', ?, true, now())",
                new byte[] {1});
        try {
            like("reads-on", "f1", true);
            states.refresh();
            assertThat(states.loaded().decisions().version())
                    .isEqualTo(before.decisions().version());
            assertThat(states.loaded().asked()).isEqualTo(before.asked());
            assertThat(recommend("{\"user\": \"reads-on\", \"domain\": \"" + D + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            sql.execute("DELETE FROM decision_layer WHERE version = 'fitted-unreadable'");
            states.refresh();
        }
    }

    @Test
    void aFastClockAgesNothing() {
        Instant now = Instant.now();
        like("from-tomorrow", "f1", true, now.plus(Duration.ofHours(20)));
        states.refresh(now);
        assertThat(states.state().asOf()).isEqualTo(now);
    }

    @Test
    void aNewUserGetsWhatIsPopular() {
        Api.put("/users/newcomer", "{}").statusCode(200);
        Response answer = recommend("{\"user\": \"newcomer\", \"domain\": \"" + D + "\", \"count\": 4}");
        assertThat(answer.jsonPath().getList("items")).hasSize(4);
    }

    @Test
    void withoutAProfileNothingPersonalIsUsed() {
        Response answer = recommend("{\"mode\": \"non-profiled\", \"domain\": \"" + D + "\", \"count\": 3}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("items.evidence.source.flatten()", String.class))
                .doesNotContain("user-bias", "neighbours", "content", "group");
    }

    @Test
    void definedAnswersForWhatIsNotThere() {
        assertThat(recommend("{\"user\": \"nobody-knows\", \"domain\": \"" + D + "\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(recommend("{\"user\": \"fan1\", \"domain\": \"no-such\"}").statusCode())
                .isEqualTo(404);
        assertThat(recommend("{\"domain\": \"" + D + "\"}").jsonPath().getString("errors[0].field"))
                .isEqualTo("user");
        assertThat(recommend("{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"count\": 101}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(recommend("{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"mode\": \"both\"}")
                        .statusCode())
                .isEqualTo(400);

        Api.put("/domains/recommend-empty", "{\"title\": \"Empty\"}");
        Response empty = recommend("{\"user\": \"fan1\", \"domain\": \"recommend-empty\"}");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.jsonPath().getList("items")).isEmpty();
        assertThat(empty.jsonPath().getString("note")).startsWith("No item is left");
    }

    @Test
    void aPersonWhoHadEverythingGetsNothingAndIsToldWhy() {
        Api.put("/domains/recommend-small", "{\"title\": \"Small\"}");
        Api.put("/domains/recommend-small/items/only", "{\"title\": \"Only one\"}");
        Response before = recommend("{\"user\": \"fan1\", \"domain\": \"recommend-small\", \"count\": 5}");
        assertThat(before.jsonPath().getList("items")).hasSize(1);
        assertThat(before.jsonPath().getString("note")).contains("Only 1");
        Api.post(
                "/interactions",
                "{\"user\": \"fan1\", \"domain\": \"recommend-small\", \"item\": \"only\", \"liked\": true}");
        assertThat(recommend("{\"user\": \"fan1\", \"domain\": \"recommend-small\"}")
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void choosesAmongGivenCandidatesAndFilters() {
        Response given =
                recommend("{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"candidates\": [\"f9\", \"f10\", \"f9\"]}");
        assertThat(given.jsonPath().getList("items.item.id", String.class)).containsExactlyInAnyOrder("f9", "f10");
        assertThat(recommend("{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"candidates\": [\"zz\"]}")
                        .asString())
                .contains("zz");
        Response war = recommend("{\"user\": \"fan1\", \"domain\": \"" + D + "\", \"filters\": {\"genre\": \"war\"}}");
        assertThat(war.jsonPath().getList("items.item.id", String.class))
                .isNotEmpty()
                .allMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 0);
    }

    @Test
    void findsSimilarItems() {
        Api.get("/domains/" + D + "/items/f2/similar?limit=3")
                .statusCode(200)
                .body("item.externalId", hasSize(3))
                .body("item.externalId", not(hasItem("f2")))
                .body("cosine[0]", notNullValue());
    }

    @Test
    void feedbackIsAnEventOfWhoWasRecommendedTo() {
        like("speaker", "f2", true);
        Response answer = recommend("{\"user\": \"speaker\", \"domain\": \"" + D + "\", \"count\": 3}");
        String id = answer.jsonPath().getString("id");
        String shown = answer.jsonPath().getString("items[0].item.id");
        String said = "{\"item\": \"" + shown + "\", \"liked\": false, \"idempotencyKey\": \"said-once\","
                + " \"reason\": {\"text\": \"seen it\"}}";
        String event = Api.post("/recommendations/" + id + "/feedback", said)
                .statusCode(200)
                .body("user", equalTo("speaker"))
                .body("reasons[0].text", equalTo("seen it"))
                .extract()
                .path("id");
        Api.post("/recommendations/" + id + "/feedback", said).body("id", equalTo(event));
        String again = recommend(
                        "{\"user\": \"speaker\", \"domain\": \"" + D + "\", \"candidates\": [\"" + shown + "\"]}")
                .jsonPath()
                .getString("id");
        Api.post("/recommendations/" + again + "/feedback", said)
                .statusCode(409)
                .body("detail", containsString("answers another recommendation"));
        Api.get("/users/speaker/interactions").body("items", hasSize(2));
        Api.get("/users/speaker/export").body("feedback", hasSize(1)).body("feedback[0].recommendation", equalTo(id));
        Api.delete("/users/speaker").body("counts.feedback", equalTo(1));
        Api.post("/recommendations/" + id + "/feedback", said)
                .statusCode(409)
                .body("detail", containsString("names nobody"));
    }

    @Test
    void feedbackIsGivenOnceByTheKeyInItsHeader() {
        like("repeater", "f2", true);
        Response answer = recommend("{\"user\": \"repeater\", \"domain\": \"" + D + "\", \"count\": 1}");
        String said = "{\"item\": \"" + answer.jsonPath().getString("items[0].item.id") + "\", \"liked\": true}";
        List<String> events = Stream.of(1, 2)
                .map(time -> Api.backend()
                        .contentType("application/json")
                        .header("Idempotency-Key", "said-by-header")
                        .body(said)
                        .post("/api/v1/recommendations/" + answer.jsonPath().getString("id") + "/feedback")
                        .jsonPath()
                        .getString("id"))
                .toList();
        assertThat(events.getFirst()).isNotNull().isEqualTo(events.getLast());
        Api.get("/users/repeater/interactions").body("items", hasSize(2));
    }

    @Test
    void whatStaffTriedTakesNoFeedback() {
        like("tried", "f2", true);
        var request = new RecommendationRequest(null, "tried", D, 3, null, null, null, null);
        Recommendation tried = recommendations.tryOut(request, "staff");
        String item = tried.shown().getFirst().externalId();
        Api.post("/recommendations/" + tried.id() + "/feedback", "{\"item\": \"" + item + "\", \"liked\": true}")
                .statusCode(409)
                .body("detail", containsString("was tried by staff"));
        Api.get("/users/tried/interactions").body("items", hasSize(1));
    }

    @Test
    void feedbackIsRefusedForWhatWasNotShown() {
        like("listener", "f2", true);
        String id = recommend("{\"user\": \"listener\", \"domain\": \"" + D + "\", \"count\": 1}")
                .jsonPath()
                .getString("id");
        Api.post("/recommendations/" + id + "/feedback", "{\"item\": \"f2\", \"liked\": true}")
                .statusCode(400)
                .body("errors[0].field", equalTo("item"));
        Api.post("/recommendations/01990000-0000-7000-8000-000000000000/feedback", "{\"item\": \"f2\"}")
                .statusCode(404);
        String nobody = recommend("{\"mode\": \"non-profiled\", \"domain\": \"" + D + "\"}")
                .jsonPath()
                .getString("id");
        Api.post("/recommendations/" + nobody + "/feedback", "{\"item\": \"f2\", \"liked\": true}")
                .statusCode(409);
    }

    private static Response recommend(String json) {
        return Api.backend().contentType("application/json").body(json).post("/api/v1/recommendations");
    }

    private static void like(String user, String item, boolean liked) {
        like(user, item, liked, Instant.parse("2026-10-01T00:00:00Z"));
    }

    private static void like(String user, String item, boolean liked, Instant at) {
        Api.post(
                        "/interactions",
                        "{\"user\": \"" + user + "\", \"domain\": \"" + D + "\", \"item\": \"" + item
                                + "\", \"liked\": " + liked + ", \"occurredAt\": \"" + at + "\"}")
                .statusCode(200);
    }
}
