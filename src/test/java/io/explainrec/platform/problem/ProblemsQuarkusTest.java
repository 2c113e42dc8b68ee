package io.explainrec.platform.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
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
    void aParameterThatIsGivenTwiceIsRefused() {
        Api.get("/imports?limit=5&limit=6")
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"))
                .body("errors[0].message", equalTo("is given 2 times; expected once"));
    }

    /** All bytes that are no text are read as one and the same character, so that two names would be one. */
    @Test
    void anAddressThatIsNoTextReachesNobody() {
        Api.put("/users/caf%C3%A9", "{}").statusCode(200).body("externalId", equalTo("caf\u00e9"));
        for (String name : List.of("caf%E9", "caf%E8%20", "caf%ED%A0%80")) {
            Api.put("/users/" + name, "{}").statusCode(400).contentType(Problem.MEDIA_TYPE);
        }
        Api.delete("/users/caf%E9").statusCode(400).body("errors[0].field", equalTo("address"));
        Api.get("/users/x/interactions?namespace=%E9").statusCode(400).contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void aFormWhereJsonIsMeantIsNamed() {
        for (String path : List.of("/recommendations", "/interactions")) {
            Api.backend()
                    .contentType("application/x-www-form-urlencoded")
                    .body("{\"user\": \"x\"}")
                    .post("/api/v1" + path)
                    .then()
                    .statusCode(415)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("detail", containsString("application/json"));
        }
    }

    @Test
    void whatIsNowhereIsNamed() {
        Api.get("/nowhere").statusCode(404).body("detail", containsString("Nothing is at /api/v1/nowhere;"));
        Api.post("/recommendations/xyz/feedback", "{}")
                .statusCode(404)
                .body("detail", containsString("/api/v1/recommendations/xyz/feedback"));
    }
}
