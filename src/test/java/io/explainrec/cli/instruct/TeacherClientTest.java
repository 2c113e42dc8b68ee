package io.explainrec.cli.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of this machine that misbehaves as told. */
class TeacherClientTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;

    /** What the server does with a request. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                (script.size() > 1 ? script.poll() : script.peek()).to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    private static Answer status(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static Answer said(String text) {
        String body = JSON.createObjectNode()
                .set(
                        "choices",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode()
                                        .set("message", JSON.createObjectNode().put("content", text))))
                .toString();
        return status(200, body);
    }

    private TeacherEndpoint endpoint(String key) {
        return new TeacherEndpoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/"), "large", key);
    }

    private String ask(Duration timeout, String key) {
        var patience = new TeacherClient.Patience(3, timeout, pauses::add);
        try (TeacherClient client = new TeacherClient(endpoint(key), patience)) {
            return client.ask("be short", "why \"日本\"?", 30);
        }
    }

    private String ask() {
        return ask(Duration.ofSeconds(20), null);
    }

    @Test
    void asksByOpenAisProtocol() throws IOException {
        script.add(said("since it is quiet"));
        assertThat(ask(Duration.ofSeconds(20), "secret")).isEqualTo("since it is quiet");
        assertThat(bodies).containsExactly(JSON.readTree("""
                {"model": "large", "temperature": 0, "max_tokens": 30, "messages": [
                  {"role": "system", "content": "be short"}, {"role": "user", "content": "why \\"日本\\"?"}]}"""));
        assertThat(keys).containsExactly("Bearer secret");
        assertThat(pauses).isEmpty();
        ask();
        assertThat(keys).endsWith((String) null);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void whatPassesIsTriedAgain(int status) {
        script.addAll(List.of(status(status, "later"), status(status, ""), said("now")));
        assertThat(ask()).isEqualTo("now");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void theServerSaysHowLongToWait() {
        script.addAll(List.of(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    exchange.sendResponseHeaders(429, -1);
                },
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "86400");
                    exchange.sendResponseHeaders(503, -1);
                },
                said("now")));
        assertThat(ask()).isEqualTo("now");
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": null}}]}",
                "{\"choi"
            })
    void anAnswerThatIsNoneOfTheProtocolIsTriedAgain(String body) {
        script.addAll(List.of(status(200, body), said("now")));
        assertThat(ask()).isEqualTo("now");
    }

    @Test
    void anAnswerThatIsCutOffIsTriedAgain() {
        script.addAll(List.of(
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write("{\"choices\"".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                },
                said("now")));
        assertThat(ask()).isEqualTo("now");
    }

    @Test
    void anAnswerThatTakesTooLongIsTriedAgainAndThenGivenUp() {
        script.add(exchange -> ended.await());
        assertThatThrownBy(() -> ask(Duration.ofMillis(200), null))
                .isInstanceOf(TeacherFailure.class)
                .hasMessageContaining("large at http://127.0.0.1")
                .hasMessageContaining("in 3 tries")
                .hasMessageContaining("Timeout");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void nobodyThereIsGivenUp() {
        script.add(said("never"));
        server.stop(0);
        assertThatThrownBy(this::ask).isInstanceOf(TeacherFailure.class).hasMessageContaining("ConnectException");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void whatNoOtherQuestionWouldMendEndsTheRun(int status) {
        script.add(status(status, "secret"));
        assertThatThrownBy(() -> ask(Duration.ofSeconds(20), "secret"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("answers " + status)
                .hasMessageContaining("EXPLAINREC_TEACHER_KEY")
                .hasMessageNotContaining("secret");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aQuestionThatIsRefusedIsThatQuestionsFailure() {
        script.add(status(400, "content filter"));
        assertThatThrownBy(this::ask).isInstanceOf(TeacherFailure.class).hasMessageContaining("answers 400");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void anEndpointIsCheckedBeforeItIsCalled() {
        for (String url :
                new String[] {"ftp://host/v1", "host", "https:///v1", "https://me:secret@host/v1", "https://h/?key=1"
                }) {
            assertThatThrownBy(() -> new TeacherEndpoint(URI.create(url), "m", null))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("--teacher is no address")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> new TeacherEndpoint(URI.create("https://h/v1"), " ", null))
                .hasMessageContaining("--teacher-model");
        assertThatThrownBy(() -> new TeacherEndpoint(URI.create("http://h/v1"), "m", "secret"))
                .hasMessageContaining("unencrypted");
        assertThat(new TeacherEndpoint(URI.create("http://h/v1"), "m", null).chat())
                .hasToString("http://h/v1/chat/completions");
        assertThat(new TeacherEndpoint(URI.create("https://h/v1/"), "m", "secret"))
                .hasToString("m at https://h/v1/");
    }
}
