package io.explainrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class BulkQuarkusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Bulk bulk;

    record Word(String word) {}

    @Test
    void whatIsNoWordIsRefusedAndTheOthersAreDone() throws IOException {
        Set<String> done = new LinkedHashSet<>(); // a word whose neighbour is refused is tried twice
        List<JsonNode> results = answers("""
                {"word": "one"}
                {"word": "two"} {"word": "hidden"}

                {"word": 42}
                {"wort": "five"}
                {"word": "six"
                null
                "seven"
                {"word": "nine"}
                """, word -> {
            done.add(word.word());
            return UUID.randomUUID();
        });
        assertThat(done).containsExactly("one", "nine");
        assertThat(results)
                .extracting(result ->
                        result.get("line").asInt() + " " + result.get("status").asText())
                .containsExactly(
                        "1 ok", "2 refused", "4 refused", "5 refused", "6 refused", "7 refused", "8 refused", "9 ok");
        assertThat(results.get(2).at("/errors/0/field").asText()).isEqualTo("word");
        assertThat(results.get(1).at("/errors/0/field").asText()).isEqualTo("line");
    }

    @Test
    void oneThatIsRefusedLeavesNothingOfItselfAndTheOthersStay() {
        Api.put("/domains/bulk", "{\"title\": \"Bulk\"}").statusCode(200);
        String lines = IntStream.range(0, 450)
                .mapToObj(i -> "{\"id\": \"i" + i + "\", \"title\": \"" + (i == 250 ? "" : "Lamp") + "\"}")
                .collect(Collectors.joining("\n"));
        List<String> answers =
                Api.lines("/domains/bulk/items", lines).asString().lines().toList();
        assertThat(answers).hasSize(450);
        assertThat(answers).filteredOn(line -> line.contains("\"ok\"")).hasSize(449);
        assertThat(answers.get(250)).contains("\"line\":251", "\"refused\"", "\"title\"");
        Api.get("/domains/bulk/items/i250").statusCode(404);
        Api.get("/domains/bulk/items/i251").statusCode(200);
    }

    @Test
    void whatFailsOnOurSideIsSaidOfEveryLineBehindIt() throws IOException {
        List<JsonNode> results = answers(words(5), word -> {
            if (word.word().equals("w2")) {
                throw new IllegalStateException("the disk is full");
            }
            return UUID.randomUUID();
        });
        assertThat(results)
                .extracting(result -> result.get("status").asText())
                .containsExactly("ok", "ok", "failed", "failed", "failed");
        assertThat(results.get(4).toString()).contains("send it").doesNotContain("disk");
    }

    @Test
    void aConflictIsItsOwnLinesAlone() throws IOException {
        List<JsonNode> results = answers(words(3), word -> {
            if (word.word().equals("w1")) {
                throw new Conflict("is there already");
            }
            return UUID.randomUUID();
        });
        assertThat(results).extracting(result -> result.get("status").asText()).containsExactly("ok", "refused", "ok");
        assertThat(results.get(1).toString()).contains("is there already");
    }

    @ParameterizedTest
    @CsvSource({"domains/{domain}/items, title", "users, ageBand", "interactions, liked"})
    void theContractSaysWhatALineAndItsAnswerAre(String path, String field) throws IOException {
        JsonNode contract =
                JSON.readTree(Api.backend().get("/q/openapi?format=json").asString());
        JsonNode post = contract.get("paths").get("/api/v1/" + path).get("post");
        assertThat(properties(contract, post.get("requestBody")).has(field)).isTrue();
        JsonNode answer = properties(contract, post.at("/responses/200"));
        assertThat(answer.fieldNames()).toIterable().contains("line", "status", "id", "errors");
        assertThat(answer.at("/status/description").asText()).contains("ok", "refused", "failed");
    }

    private static JsonNode properties(JsonNode contract, JsonNode of) {
        String schema = of.get("content").get(Bulk.NDJSON).at("/schema/$ref").asText();
        return contract.at(schema.substring(1)).get("properties");
    }

    private static String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"word\": \"w" + i + "\"}")
                .collect(Collectors.joining("\r\n"));
    }

    private List<JsonNode> answers(String lines, Function<Word, UUID> work) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        bulk.each(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), Word.class, work)
                .write(output);
        List<JsonNode> results = new ArrayList<>();
        for (String line : output.toString(StandardCharsets.UTF_8).split("\n")) {
            results.add(JSON.readTree(line));
        }
        return results;
    }
}
