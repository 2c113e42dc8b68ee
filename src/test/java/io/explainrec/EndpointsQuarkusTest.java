package io.explainrec;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.identity.ApiClients;
import io.explainrec.platform.identity.ApiClients.Role;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Who gets in where: every endpoint, asked by everybody. A new endpoint needs a line here. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsQuarkusTest {
    /** The API knows roles of tokens, pages know roles of people; neither takes the other's credential. */
    private static final List<Line> TABLE = """
            GET     /                                              admin approver reviewer viewer
            GET     /catalogue                                     admin approver reviewer viewer
            GET     /catalogue/{domain}/item                       admin approver reviewer viewer
            GET     /catalogue/{domain}/picture                    admin approver reviewer viewer
            GET     /imports                                       admin approver reviewer viewer
            GET     /imports/{id}                                  admin approver reviewer
            GET     /evaluations                                   admin approver reviewer viewer
            POST    /evaluations                                   admin
            GET     /evaluations/{id}                              admin approver reviewer viewer
            GET     /evaluations/{id}/measurements.csv             admin approver reviewer viewer
            GET     /evaluations/{id}/report.json                  admin approver reviewer viewer
            GET     /knowledge                                     admin approver reviewer viewer
            POST    /knowledge                                     admin
            POST    /knowledge/activate                            admin
            GET     /knowledge/diff                                admin approver reviewer viewer
            GET     /knowledge/diff/changes.csv                    admin approver reviewer viewer
            GET     /knowledge/{id}                                admin approver reviewer viewer
            GET     /knowledge/{id}/entries.csv                    admin approver reviewer viewer
            GET     /knowledge/{id}/entry                          admin approver reviewer viewer
            GET     /try                                           admin approver reviewer
            GET     /try/newcomer                                  admin approver reviewer
            POST    /try                                           admin approver reviewer
            GET     /try/{id}                                      admin approver reviewer
            GET     /try/record                                    admin approver reviewer
            GET     /catalogue/items.csv                           admin approver reviewer viewer
            GET     /imports/{id}/refused.csv                      admin approver reviewer
            POST    /imports                                       admin
            GET     /users                                         admin approver reviewer
            GET     /users/user                                    admin approver reviewer
            GET     /users/history.csv                             admin approver reviewer
            GET     /users/erased/{receipt}                        admin approver reviewer
            GET     /users/export.json                             admin
            POST    /users/erase                                   admin
            GET     /sign-in                                       everybody
            POST    /sign-in/check                                 everybody
            POST    /sign-out                                      admin approver reviewer viewer
            GET     /api/v1/domains                                backend
            GET     /api/v1/domains/{domain}                       backend
            PUT     /api/v1/domains/{domain}                       backend
            DELETE  /api/v1/domains/{domain}                       backend
            GET     /api/v1/domains/{domain}/items                 backend
            POST    /api/v1/domains/{domain}/items                 backend
            GET     /api/v1/domains/{domain}/items/{id}            backend
            PUT     /api/v1/domains/{domain}/items/{id}            backend
            DELETE  /api/v1/domains/{domain}/items/{id}            backend
            GET     /api/v1/domains/{domain}/items/{id}/image      backend
            PUT     /api/v1/domains/{domain}/items/{id}/image      backend
            DELETE  /api/v1/domains/{domain}/items/{id}/image      backend
            GET     /api/v1/domains/{domain}/items/{id}/similar    backend
            GET     /api/v1/erasures                               backend
            GET     /api/v1/erasures/{id}                          backend
            GET     /api/v1/evaluations                            evaluator reviewer
            POST    /api/v1/evaluations                            evaluator
            GET     /api/v1/evaluations/{id}                       evaluator reviewer
            GET     /api/v1/imports                                backend
            POST    /api/v1/imports                                backend
            GET     /api/v1/imports/{id}                           backend
            GET     /api/v1/imports/{id}/failures                  backend
            POST    /api/v1/interactions                           backend
            PUT     /api/v1/interactions/{id}                      backend
            DELETE  /api/v1/interactions/{id}                      backend
            GET     /api/v1/knowledge/search                       curator
            GET     /api/v1/knowledge/snapshots                    curator
            POST    /api/v1/knowledge/snapshots                    curator
            GET     /api/v1/knowledge/snapshots/{id}               curator
            POST    /api/v1/knowledge/snapshots/{id}/activate      curator
            GET     /api/v1/knowledge/snapshots/{id}/diff/{other}  curator
            GET     /api/v1/knowledge/snapshots/{id}/entries       curator
            POST    /api/v1/recommendations                        backend
            GET     /api/v1/recommendations/{id}                   backend reviewer
            POST    /api/v1/recommendations/{id}/feedback          backend
            POST    /api/v1/users                                  backend
            GET     /api/v1/users/{id}                             backend
            PUT     /api/v1/users/{id}                             backend
            DELETE  /api/v1/users/{id}                             backend
            GET     /api/v1/users/{id}/export                      backend
            GET     /api/v1/users/{id}/interactions                backend
            """.lines().map(Line::of).toList();

    /** Not resources of ours, and open to whom? */
    private static final List<Line> OF_THE_FRAMEWORK = """
            GET     /q/openapi                                     backend curator evaluator reviewer
            GET     /q/metrics                                     backend curator evaluator reviewer
            GET     /q/health                                      everybody
            GET     /static/portal.css                             everybody
            """.lines().map(Line::of).toList();

    @Inject
    ApiClients clients;

    private record Line(String method, String path, Set<String> allowed) {
        static Line of(String text) {
            List<String> words = List.of(text.split(" +"));
            return new Line(words.get(0), words.get(1), Set.copyOf(words.subList(2, words.size())));
        }

        String name() {
            return method + " " + path;
        }

        boolean isOfApi() {
            return path.startsWith("/api/") || path.startsWith("/q/");
        }
    }

    /** Someone who asks: a token or a session of this role, or neither that is good. */
    private record Asker(String name, String role, boolean token, Supplier<RequestSpecification> request) {}

    @Test
    void everyEndpointHasALine() throws Exception {
        assertThat(TABLE.stream().map(Line::name)).doesNotHaveDuplicates();
        assertThat(Endpoint.all().stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        TABLE.stream().map(Line::name).toList());
    }

    @Test
    void everybodyGetsInWhereTheTableSaysAndNowhereElse() throws Exception {
        List<Asker> askers = askers();
        Map<String, Line> lines = TABLE.stream().collect(Collectors.toMap(Line::name, line -> line));
        SoftAssertions softly = new SoftAssertions();
        for (Endpoint endpoint : Endpoint.all()) {
            Line line = lines.get(endpoint.method() + " " + endpoint.path());
            if (line != null) {
                askers.forEach(asker -> check(softly, line, endpoint, asker));
            }
        }
        for (Line line : OF_THE_FRAMEWORK) {
            Endpoint endpoint = new Endpoint(line.method(), line.path(), null);
            askers.forEach(asker -> check(softly, line, endpoint, asker));
        }
        softly.assertAll();
    }

    private static void check(SoftAssertions softly, Line line, Endpoint endpoint, Asker asker) {
        RequestSpecification request = asker.request().get().redirects().follow(false);
        if (endpoint.isForm()) {
            endpoint.field(request, "no", "field");
        } else if (endpoint.consumes() != null) {
            request.contentType(endpoint.consumes()).body("no input that is read".getBytes(StandardCharsets.UTF_8));
        }
        Response answer = request.request(endpoint.method(), endpoint.address());
        boolean known = asker.role() != null && asker.token() == line.isOfApi();
        String expected;
        if (line.allowed().contains("everybody")) {
            // A bearer token that is no good is refused everywhere; nobody sends one by mistake.
            expected = asker.token() && asker.role() == null ? "a stranger" : "in";
        } else if (!known) {
            expected = "a stranger";
        } else {
            expected = line.allowed().contains(asker.role()) ? "in" : "refused";
        }
        softly.assertThat(outcome(answer))
                .as("%s asked by %s, answered %d", line.name(), asker.name(), answer.statusCode())
                .isEqualTo(expected);
    }

    private static String outcome(Response answer) {
        String location = answer.header("Location");
        return switch (answer.statusCode()) {
            case 401 -> "a stranger";
            case 302 -> location.contains("/sign-in") ? "a stranger" : "in";
            case 403 -> "refused";
            default -> answer.statusCode() < 500 ? "in" : "broken";
        };
    }

    private List<Asker> askers() {
        String revoked = clients.create("revoked-" + UUID.randomUUID());
        clients.revoke(clients.list().getLast().name());
        Map<String, String> tokens = new LinkedHashMap<>();
        Stream.of(Role.values())
                .forEach(role ->
                        tokens.put(role.label(), clients.create(role.label() + "-" + UUID.randomUUID(), role, 1)));
        Stream<Asker> programs = tokens.entrySet().stream()
                .map(entry -> new Asker(
                        "a token of " + entry.getKey(), entry.getKey(), true, () -> bearer(entry.getValue())));
        Stream<Asker> people = Stream.of("admin", "approver", "reviewer", "viewer")
                .map(role -> {
                    String session = Portal.signIn(role);
                    return new Asker("a session of " + role, role, false, () -> Portal.as(session));
                });
        Stream<Asker> strangers = Stream.of(
                new Asker("nobody", null, false, () -> given()),
                new Asker("a wrong session", null, false, () -> Portal.as("wrong")),
                new Asker("a wrong token", null, true, () -> bearer("wrong")),
                new Asker(
                        "a password",
                        null,
                        false,
                        () -> given().auth().preemptive().basic("admin", "wrong")),
                new Asker("a revoked token", null, true, () -> bearer(revoked)));
        return Stream.of(programs, people, strangers).flatMap(each -> each).toList();
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
