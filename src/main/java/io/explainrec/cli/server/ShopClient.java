package io.explainrec.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A shop's backend, as rehearsals and benches need one: what it sends, and which answers it may rely on. */
public final class ShopClient {
    private static final String DOMAIN = "films";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String api;
    private final String token;

    public ShopClient(int port, String token) {
        this.api = "http://127.0.0.1:" + port + "/api/v1";
        this.token = token;
    }

    /** A write that can be repeated: the same key gives the same answer. */
    public record Event(String key, String user, String item, boolean liked) {}

    /**
     * An answer's id and the ids of its items in order.
     *
     * @param degraded null where it is whole
     */
    public record Answer(UUID id, List<String> items, String degraded) {}

    /** Whether a health answer says that the language model is in memory. */
    public static boolean saysModelReady(String health) {
        return health.replace(" ", "").contains("\"state\":\"ready\"");
    }

    /** Makes the domain and its items. */
    public void stock(int items) {
        require(send("PUT", "/domains/" + DOMAIN, "application/json", write(Map.of("title", "Films"))));
        String lines = IntStream.range(0, items)
                .mapToObj(i ->
                        write(Map.of("id", item(i), "title", "Film number " + i, "text", "A film of group " + i % 7)))
                .collect(Collectors.joining("\n"));
        require(send("POST", "/domains/" + DOMAIN + "/items", "application/x-ndjson", lines));
    }

    private static void require(Optional<String> answer) {
        if (answer.isEmpty()) {
            throw new CommandException("the server did not take the catalogue");
        }
    }

    public static String item(int number) {
        return "film-" + number;
    }

    /** The id of the interaction where the server acknowledged it. */
    public Optional<UUID> tell(Event event) {
        return send(
                        "POST",
                        "/interactions",
                        "application/json",
                        write(Map.of(
                                "user",
                                event.user(),
                                "domain",
                                DOMAIN,
                                "item",
                                event.item(),
                                "liked",
                                event.liked(),
                                "idempotencyKey",
                                event.key())))
                .map(body -> UUID.fromString(read(body).get("id").asText()));
    }

    /** Recommendations where the server acknowledged them. */
    public Optional<Answer> ask(String user) {
        return send(
                        "POST",
                        "/recommendations",
                        "application/json",
                        write(Map.of("user", user, "domain", DOMAIN, "count", 5)))
                .map(this::answer);
    }

    /** The record of an answer; empty where there is none. */
    public Optional<Answer> recall(UUID id) {
        return send("GET", "/recommendations/" + id, "application/json", "").map(this::answer);
    }

    private Answer answer(String body) {
        JsonNode answer = read(body);
        return new Answer(
                UUID.fromString(answer.get("id").asText()),
                answer.get("items")
                        .valueStream()
                        .map(item -> item.get("item").get("id").asText())
                        .toList(),
                answer.path("degraded").asText(null));
    }

    /** The body of a 2xx; empty when the server did not answer, or could not. Anything else is the bench's own fault. */
    private Optional<String> send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return Optional.of(response.body());
            }
            if (response.statusCode() / 100 == 4 && response.statusCode() != 404 && response.statusCode() != 409) {
                throw new CommandException(method + " " + path + " was refused: " + response.body());
            }
            return Optional.empty();
        } catch (IOException notAnswered) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new CommandException("the server answered no JSON: " + body);
        }
    }
}
