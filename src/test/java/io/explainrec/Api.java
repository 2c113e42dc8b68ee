package io.explainrec;

import static io.restassured.RestAssured.given;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;

/** The REST API as a shop's backend calls it, with the token that the first start made. */
public final class Api {
    private Api() {}

    public static RequestSpecification backend() {
        String token =
                new Secrets(Installation.configured()).read("backend.token").orElseThrow();
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    public static ValidatableResponse put(String path, String json) {
        return backend()
                .contentType("application/json")
                .body(json)
                .put("/api/v1" + path)
                .then();
    }

    public static ValidatableResponse post(String path, String json) {
        return backend()
                .contentType("application/json")
                .body(json)
                .post("/api/v1" + path)
                .then();
    }

    /** Many lines of JSON in one body. */
    public static Response lines(String path, String lines) {
        return backend()
                .header("Content-Type", "application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1" + path);
    }

    public static ValidatableResponse get(String path) {
        return backend().get("/api/v1" + path).then();
    }

    public static ValidatableResponse delete(String path) {
        return backend().delete("/api/v1" + path).then();
    }
}
