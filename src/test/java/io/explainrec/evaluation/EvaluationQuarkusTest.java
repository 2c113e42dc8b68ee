package io.explainrec.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.identity.ApiClients;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Reports come in by the API, are checked, and are found again. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class EvaluationQuarkusTest {
    private static final String REPORT = """
            {"source": "made", "java": "25", "data": {"rows": 9, "users": 3, "items": 4, "likes": 5}, "settings": {},
             "parts": [{"protocol": "frozen", "part": "all", "rows": 9, "users": 3, "bothLabels": 2}],
             "measurements": [{"protocol": "frozen", "part": "all", "scorer": "mf", "metric": "uauc",
                               "low": null, "value": 0.7, "high": null}],
             "reliability": [], "timings": [], "notes": []}
            """;

    @Inject
    ApiClients clients;

    @Inject
    DataSource database;

    /** One that was not sent yet. */
    private static String another() {
        return REPORT.replace("\"notes\": []", "\"notes\": [\"" + UUID.randomUUID() + "\"]");
    }

    @Test
    void theSameReportIsStoredOnce() {
        String report = another();
        String first = send(report).path("id");
        assertThat(send(report).path("id").toString()).isEqualTo(first);
        assertThat(send(another()).path("id").toString()).isNotEqualTo(first);
    }

    @Test
    void whatIsStoredIsFoundAgain() {
        Response added = send(another());
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.path("rows").toString()).isEqualTo("9");
        assertThat(given().header("Authorization", token())
                        .get("/api/v1/evaluations/" + added.path("id"))
                        .path("measurements[0].scorer")
                        .toString())
                .isEqualTo("mf");
        assertThat(given().header("Authorization", token())
                        .get("/api/v1/evaluations")
                        .path("[0].source")
                        .toString())
                .isEqualTo("made");
    }

    @Test
    void aListGoesOnBehindItsLast() {
        String first = send(another()).path("id");
        String second = send(another()).path("id");
        assertThat(ids("?limit=2")).containsExactly(second, first);
        assertThat(ids("?limit=1&after=" + second)).containsExactly(first);
        assertThat(ids("?limit=50&after=" + first)).doesNotContain(first, second);
        Response wrong = given().header("Authorization", token()).get("/api/v1/evaluations?after=x");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.path("errors[0].field").toString()).isEqualTo("after");
    }

    @Test
    void aListReadsNoBody() {
        Statements sql = new Statements(database);
        UUID id = sql.query(
                        "INSERT INTO evaluation_report (source, body, added_by)"
                                + " VALUES ('of another program', '{\"data\": {\"rows\": 7}}', 'test') RETURNING id",
                        row -> row.getObject(1, UUID.class))
                .getFirst();
        try {
            Response list = given().header("Authorization", token()).get("/api/v1/evaluations?limit=1");
            assertThat(list.path("[0].id").toString()).isEqualTo(id.toString());
            assertThat(list.path("[0].rows").toString()).isEqualTo("7");
            assertThat(list.path("[0].addedBy").toString()).isEqualTo("test");
        } finally {
            sql.execute("DELETE FROM evaluation_report WHERE id = ?", id);
        }
    }

    @Test
    void aTextThatCannotBeStoredIsTheInputsFault() {
        Response refused = send(REPORT.replace("\"notes\": []", "\"notes\": [], \"later\": {\"note\": \"\\u0000\"}"));
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.asString()).contains("cannot be stored");
    }

    @Test
    void everyWrongFieldIsNamed() {
        Response refused = send(REPORT.replace("0.7", "\"high\"").replace("\"bothLabels\": 2", "\"both\": 2"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.field"))
                .containsExactlyInAnyOrder("measurements[0].value", "parts[0].both", "parts[0].bothLabels");
    }

    private List<String> ids(String query) {
        return given().header("Authorization", token())
                .get("/api/v1/evaluations" + query)
                .jsonPath()
                .getList("id");
    }

    private Response send(String report) {
        return given().header("Authorization", token())
                .contentType("application/json")
                .body(report)
                .post("/api/v1/evaluations");
    }

    private String token() {
        return "Bearer " + clients.create("evaluator-" + UUID.randomUUID(), ApiClients.Role.EVALUATOR, 1);
    }
}
