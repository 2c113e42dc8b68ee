package io.explainrec.knowledge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.identity.ApiClients;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API answers to requests that make no sense. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgeRequestsQuarkusTest {
    @Inject
    ApiClients clients;

    @Inject
    DataSource database;

    @AfterEach
    void forgetWhatWasAskedFor() {
        new Statements(database).execute("DELETE FROM kb_snapshot WHERE status = 'queued'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | snapshots/no-id                             | 404 |
            GET  | snapshots/{unknown}                         | 404 | knowledge list
            GET  | snapshots/{unknown}/entries                 | 404 | knowledge list
            GET  | snapshots/{unknown}/diff/{unknown}          | 404 | knowledge list
            GET  | snapshots/{queued}/entries                  | 409 | is queued
            GET  | snapshots/{queued}/diff/{queued}            | 409 | is queued
            GET  | snapshots/{queued}/entries?kind=opinion     | 400 | recency
            GET  | snapshots/{queued}/entries?limit=0          | 400 | 1 to 10000
            GET  | snapshots/{queued}/entries?limit=many       | 400 | whole number
            GET  | snapshots/{queued}/entries?after=-1         | 400 | the pages before had
            POST | snapshots/no-id/activate                    | 400 | knowledge list
            POST | snapshots/{unknown}/activate                | 404 | knowledge list
            POST | snapshots/{queued}/activate                 | 409 | is queued
            GET  | snapshots?after=x                           | 400 | the page before ended with
            GET  | snapshots?after={unknown}                   | 400 | the page before ended with
            GET  | search                                      | 400 | is missing
            GET  | search?limit=201                            | 400 | 1 to 200
            GET  | search?text=%20                             | 400 | is missing
            GET  | search?text=war&value=war                   | 400 | by meaning, or for a value
            GET  | search?value=%00                            | 400 | control character
            GET  | search?domain=a%1Fb                         | 400 | control character
            """)
    void isRefusedWithAReason(String method, String path, int status, String reason) {
        String queued = curator().post("/api/v1/knowledge/snapshots").jsonPath().getString("id");
        Response answer = curator()
                .request(
                        method,
                        "/api/v1/knowledge/"
                                + path.replace("{queued}", queued)
                                        .replace("{unknown}", UUID.randomUUID().toString()));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).contains("application/problem+json");
        if (reason != null) {
            assertThat(answer.asString()).contains(reason);
        }
    }

    @Test
    void aBodyThatNobodyAskedForIsNotRead() {
        for (String body : new String[] {"{\"rules\": {\"floor\": 1}}", "{", "null", "no JSON"}) {
            Response answer = curator().body(body).post("/api/v1/knowledge/snapshots");
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.jsonPath().getInt("rules.floor")).isEqualTo(20);
        }
    }

    @Test
    void ofAValueThatIsNotKnownNothingIsSaid() {
        Response answer = curator().get("/api/v1/knowledge/search?domain=nowhere&attribute=none&value=nothing");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("")).isEmpty();
    }

    private RequestSpecification curator() {
        String token = clients.create("curator-" + UUID.randomUUID(), ApiClients.Role.CURATOR, 1);
        // Without a type REST Assured would send a form, which pages alone take.
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .header("Authorization", "Bearer " + token);
    }
}
