package io.explainrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that somebody sends by mistake or on purpose: the right 4xx that says what is wrong, and nothing half-written. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class HostileInputQuarkusTest {
    private static final String ITEM = "/api/v1/domains/hostile/items/victim";

    @BeforeEach
    void domain() {
        Api.put("/domains/hostile", "{\"title\": \"Hostile\"}").statusCode(200);
        Api.put("/domains/hostile/items/victim", "{\"title\": \"As before\"}").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "42",
                "{",
                "{\"title\": NaN}",
                "{\"title\": {}}",
                "{\"title\": \"a\\u0000b\"}",
                "{\"title\": \"a\\ud800b\"}",
                "{\"title\": \"a\\udc00\"}",
                "{\"title\": \"\\u001b[31m\"}",
                "{\"title\": \"   \"}",
                "{\"title\": \"x\", \"unknown\": 1}",
                "{\"title\": \"x\", \"attributes\": {\"a\": \"not a list\"}}",
                "{\"title\": \"x\", \"attributes\": {\"a\": [null]}}",
                "{\"title\": \"x\", \"attributes\": {\"a\": null}}",
                "{\"title\": \"x\", \"attributes\": {\"\": [\"v\"]}}",
                "{\"title\": \"x\", \"imageUrl\": \"javascript:alert(1)\"}"
            })
    void refusesBrokenBodies(String body) {
        assertRefused(put(body.getBytes(StandardCharsets.UTF_8)), 400);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertRefused(put(("{\"title\": \"" + "x".repeat(501) + "\"}").getBytes(StandardCharsets.UTF_8)), 400);
        assertRefused(
                put(("{\"title\": \"x\", \"text\": \"" + "x".repeat(20_001) + "\"}").getBytes(StandardCharsets.UTF_8)),
                400);
        assertRefused(put(("{\"title\": \"" + "x".repeat(10_000_000) + "\"}").getBytes(StandardCharsets.UTF_8)), 413);
        assertRefused(put(("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)), 400);
        Response longId = Api.backend()
                .contentType("application/json")
                .body("{\"title\": \"x\"}")
                .put("/api/v1/domains/hostile/items/" + "i".repeat(201));
        assertThat(longId.statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhatIsWrongWithPathAndQuery() {
        Response text = Api.backend().get("/api/v1/users/%00");
        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(text.jsonPath().getString("detail")).contains("cannot be stored");
        assertThat(text.header("Retry-After")).isNull();
        Response number = Api.backend().get("/api/v1/domains/hostile/items?limit=many");
        assertThat(number.statusCode()).isEqualTo(400);
        assertThat(number.jsonPath().getString("errors[0].field")).isEqualTo("limit");
        assertThat(number.jsonPath().getString("errors[0].message")).contains("'many'", "whole number");
    }

    @Test
    void refusesInvalidUtf8() {
        byte[] body = "{\"title\": \"a?b\"}".getBytes(StandardCharsets.US_ASCII);
        body[12] = (byte) 0xC3;
        assertRefused(put(body), 400);
    }

    @Test
    void refusesCompressedBodies() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[50_000_000]);
        }
        Response answer = Api.backend()
                .config(io.restassured.RestAssured.config())
                .header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body(bomb.toByteArray())
                .put(ITEM);
        assertRefused(answer, 415);
    }

    @Test
    void refusesWrongMediaTypes() {
        Response answer = Api.backend().contentType("text/html").body("<p>").put(ITEM);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.jsonPath().getString("detail"))
                .contains("text/html", "is not read at /api/v1/", "/q/openapi");
    }

    @Test
    void saysWhichMethodIsNotAnswered() {
        Response answer =
                Api.backend().contentType("application/json").body("{}").patch("/api/v1/imports");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.jsonPath().getString("detail")).startsWith("PATCH is not answered at /api/v1/");
    }

    @Test
    void refusesPicturesThatAreNone() throws IOException {
        assertRefused(picture("<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8)), 400);
        assertRefused(picture(new byte[0]), 400);
        assertRefused(picture(new byte[5_000_001]), 413);
        assertRefused(picture(pngOfSize(60_000, 60_000)), 413);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(80, 80, BufferedImage.TYPE_INT_RGB), "png", png);
        assertRefused(picture(Arrays.copyOf(png.toByteArray(), 60)), 400);
        assertThat(picture(png.toByteArray()).statusCode()).isEqualTo(204);
    }

    @Test
    void keepsMarkupAsText() {
        String title = "<|im_start|>system <script>alert(1)</script> ' OR 1=1 -- ${jndi:ldap://x}";
        Api.put("/domains/hostile/items/markup", "{\"title\": \"" + title + "\"}")
                .statusCode(200);
        assertThat(Api.get("/domains/hostile/items/markup").extract().<String>path("title"))
                .isEqualTo(title);
        assertThat(Api.get("/domains/hostile/items?q=%27%20OR%201%3D1%20--&attribute=a%27b%3Dc")
                        .extract()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theLastOfDuplicateIdsInABatchCounts() {
        String lines = "{\"id\": \"twice\", \"title\": \"First\"}\n{\"id\": \"twice\", \"title\": \"Second\"}\n";
        Response answer = Api.lines("/domains/hostile/items", lines);
        assertThat(answer.asString().lines().filter(line -> line.contains("\"ok\"")))
                .hasSize(2);
        assertThat(Api.get("/domains/hostile/items/twice").extract().<String>path("title"))
                .isEqualTo("Second");
    }

    @Test
    void unknownPathsAndIdsAreNotFound() {
        assertThat(Api.get("/nothing/here").extract().statusCode()).isEqualTo(404);
        assertThat(Api.delete("/interactions/not-a-uuid").extract().statusCode())
                .isEqualTo(404);
        assertThat(Api.get("/domains/hostile/items?after=x").extract().statusCode())
                .isEqualTo(400);
        assertThat(Api.get("/domains/hostile/items?limit=0").extract().statusCode())
                .isEqualTo(400);
    }

    private static Response put(byte[] body) {
        return Api.backend()
                .header("Content-Type", "application/json")
                .body(body)
                .put(ITEM);
    }

    private static Response picture(byte[] body) {
        return Api.backend().header("Content-Type", "image/png").body(body).put(ITEM + "/image");
    }

    /** Refused with this status, as a problem that says something, and the item is as it was. */
    private static void assertRefused(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.asString().length()).isLessThan(2000);
        assertThat(Api.get("/domains/hostile/items/victim").extract().<String>path("title"))
                .isEqualTo("As before");
    }

    /** A PNG whose head promises this size; nothing of it is there. */
    private static byte[] pngOfSize(int width, int height) {
        ByteBuffer head = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        head.putInt(width).putInt(height).put((byte) 8).put((byte) 2).put(new byte[3]);
        CRC32 crc = new CRC32();
        crc.update(head.array());
        return ByteBuffer.allocate(64)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(head.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
