package io.explainrec.platform.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The first mistakes of whoever writes a client are answered with what to do. */
@QuarkusTest
class ProblemsQuarkusTest {
    @Test
    void withoutATokenOneIsToldOfIt() {
        given().get("/api/v1/domains")
                .then()
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE)
                .header("WWW-Authenticate", "Bearer")
                .body("detail", containsString("./explainrec token create"));
    }

    @Test
    void whoMayNotIsToldWhoMay() {
        Api.get("/knowledge/snapshots").statusCode(403).body("detail", equalTo("Expected the role curator."));
    }

    @Test
    void aParameterThatIsMistypedIsRefused() {
        Api.get("/imports?limt=5")
                .statusCode(400)
                .body("errors[0].field", equalTo("limt"))
                .body("errors[0].message", equalTo("is no parameter here; the parameters are limit"));
        Api.get("/domains?x=1").statusCode(400).body("errors[0].message", containsString("there are none"));
    }

    @Test
    void whatIsNowhereIsNamed() {
        Api.get("/nowhere").statusCode(404).body("detail", containsString("Nothing is at /api/v1/nowhere;"));
        Api.post("/recommendations/xyz/feedback", "{}")
                .statusCode(404)
                .body("detail", containsString("/api/v1/recommendations/xyz/feedback"));
    }
}
