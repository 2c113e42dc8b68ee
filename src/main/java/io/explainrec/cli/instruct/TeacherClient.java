package io.explainrec.cli.instruct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * Asks a teacher. What may pass (no connection, too many requests, a fault of the server, an answer that is cut off or none of the
 * protocol) is tried again, after a pause that doubles, or as long as the server says. Safe for many threads.
 */
final class TeacherClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);
    private static final Set<Integer> HOPELESS = Set.of(401, 403, 404, 405);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final TeacherEndpoint endpoint;
    private final Patience patience;
    private final HttpClient http;

    /**
     * How long to try.
     *
     * @param tries of a question, at least 1
     * @param timeout of a try
     * @param pause how to wait
     */
    record Patience(int tries, Duration timeout, Pause pause) {
        static final Patience DEFAULT = new Patience(6, Duration.ofMinutes(2), Thread::sleep);
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** What one try came to: an answer, or why there is none and how long the server wants to be left alone. */
    private record Try(String answer, String fault, Duration asked) {}

    TeacherClient(TeacherEndpoint endpoint, Patience patience) {
        this.endpoint = endpoint;
        this.patience = patience;
        http = HttpClient.newBuilder().connectTimeout(patience.timeout).build();
    }

    /**
     * The answer, as it was given.
     *
     * @param tokens most of the answer's
     * @throws TeacherFailure where no try came to an answer
     * @throws CommandException where no other question would be answered either
     */
    String ask(String system, String question, int tokens) {
        HttpRequest request = request(system, question, tokens);
        Duration pause = Duration.ofSeconds(1);
        Try last = null;
        try {
            for (int i = 0; i < patience.tries; i++) {
                if (last != null) {
                    patience.pause.of(last.asked == null ? pause : last.asked);
                    pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                }
                last = once(request);
                if (last.answer != null) {
                    return last.answer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TeacherFailure(endpoint + " was not asked to the end", e);
        }
        throw new TeacherFailure(
                endpoint + " gave no answer in " + patience.tries + " tries, the last time: "
                        + (last == null ? "none" : last.fault),
                null);
    }

    private HttpRequest request(String system, String question, int tokens) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", endpoint.model())
                .put("temperature", 0)
                .put("max_tokens", tokens);
        body.putArray("messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", system))
                .add(JSON.createObjectNode().put("role", "user").put("content", question));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.chat())
                .timeout(patience.timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (endpoint.key() != null) {
            request.header("Authorization", "Bearer " + endpoint.key());
        }
        return request.build();
    }

    private Try once(HttpRequest request) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return new Try(null, e.toString(), null);
        }
        int status = response.statusCode();
        if (HOPELESS.contains(status)) {
            throw new CommandException(
                    endpoint + " answers " + status + "; see that the address and the model's name are right"
                            + " and that " + TeacherOptions.KEY + " holds its key");
        }
        if (status >= 500 || PASSING.contains(status)) {
            return new Try(null, "status " + status, asked(response));
        }
        if (status != 200) {
            throw new TeacherFailure(endpoint + " answers " + status + " to a question", null);
        }
        return read(response.body());
    }

    private static Try read(String body) {
        try {
            JsonNode content = JSON.readTree(body).at("/choices/0/message/content");
            return content.isTextual()
                    ? new Try(content.asText(), null, null)
                    : new Try(null, "an answer without choices[0].message.content", null);
        } catch (JsonProcessingException e) {
            return new Try(null, "an answer that is no JSON", null);
        }
    }

    /** How long the server wants to be left alone; null where it does not say, or says when. */
    private static Duration asked(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> shorter(Duration.ofSeconds(Long.parseLong(value)), LONGEST_PAUSE))
                .orElse(null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
