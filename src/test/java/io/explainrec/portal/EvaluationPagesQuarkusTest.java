package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.evaluation.EvaluationService;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Reports come in by a form, are listed and shown, and are taken away again. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class EvaluationPagesQuarkusTest {
    private static final String HOSTILE = "<script>alert(1)</script>";

    static final String REPORT = """
            {"source": "paged", "java": "25", "data": {"rows": 9000, "users": 3, "items": 4, "likes": 5000}, "settings": {},
             "parts": [{"protocol": "frozen", "part": "all", "rows": 9, "users": 3, "bothLabels": 2}],
             "measurements": [
              {"protocol": "frozen", "part": "all", "scorer": "mf", "metric": "uauc", "low": 0.6, "value": 0.7, "high": 0.8},
              {"protocol": "frozen", "part": "all", "scorer": "mf", "metric": "ndcg10", "low": null, "value": null, "high": null},
              {"protocol": "frozen", "part": "all", "scorer": "full", "metric": "uauc", "low": 0.61, "value": 0.65, "high": 0.69},
              {"protocol": "frozen", "part": "all", "scorer": "=%1$s", "metric": "uauc", "low": null, "value": 0.5, "high": null},
              {"protocol": "online", "part": "all", "scorer": "full", "metric": "auc", "low": 0.71, "value": 0.75, "high": 0.79}],
             "reliability": [], "timings": [], "notes": []}
            """.formatted(HOSTILE);

    @Test
    void whatAnAdminAddsEverybodyReadsAndTakesAway() {
        Response added = upload(PortalSession.of("admin"), REPORT);
        assertThat(added.statusCode()).isEqualTo(303);
        String path = added.header("Location").replaceFirst("^https?://[^/]+", "");
        PortalSession viewer = PortalSession.of("viewer");

        assertThat(viewer.get("/evaluations").asString())
                .contains(path + "\">paged</a>", "9,000", "full<br>", "[0.610, 0.690]", "[0.710, 0.790]")
                .contains("Only an admin may add a report", "signed in as viewer")
                .doesNotContain(HOSTILE);
        assertThat(viewer.get(path).asString())
                .contains("paged: how good is it, against what?", "href=\"/static/report.css\"", "<svg")
                .contains("mf has the highest UAUC", "&lt;script&gt;alert(1)")
                .doesNotContain(HOSTILE, "style=", "<style", "NOT_FOUND", "NaN");

        Response csv = viewer.get(path + "/measurements.csv");
        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.asString().lines())
                .hasSize(6)
                .startsWith("protocol,part,scorer,metric,low,value,high", "frozen,all,mf,uauc,0.6,0.7,0.8")
                .contains("frozen,all,mf,ndcg10,,,", "frozen,all,'=" + HOSTILE + ",uauc,,0.5,");
        Response json = viewer.get(path + "/report.json");
        assertThat(json.header("Content-Disposition")).isEqualTo("attachment; filename=\"report.json\"");
        assertThat(json.jsonPath().getString("source")).isEqualTo("paged");
    }

    @Test
    void whatIsWrongIsSaidBesideTheForm() {
        PortalSession admin = PortalSession.of("admin");
        Response wrong =
                upload(admin, REPORT.replace("0.65,", "\"high\",").replace("\"likes\": 5000", "\"likes\": -1"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.asString())
                .contains("This report was not stored", "name=\"report\"")
                .contains("<code>data.likes</code> is -1; expected a whole number from 0")
                .contains("<code>measurements[2].value</code> is &quot;high&quot;; expected a number");
        assertThat(upload(admin, "rows,users").asString()).contains("is not JSON (line 1)");
        assertThat(upload(admin, "[]").asString()).contains("is no report");
        assertThat(upload(admin, "").asString()).contains("is missing or empty");
        Response large = upload(admin, " ".repeat(EvaluationService.MOST_BYTES + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.asString()).contains("has 5,000,001 bytes; expected at most 5,000,000");
    }

    @Test
    void othersMayNotAdd() {
        assertThat(upload(PortalSession.of("approver"), REPORT).statusCode()).isEqualTo(403);
    }

    @Test
    void aReportThatIsNotThereIsSaidOnAPage() {
        Response none = PortalSession.of("viewer").get("/evaluations/00000000-0000-7000-8000-000000000000");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.asString()).contains("<h1", "There is no report of an evaluation");
    }

    private static Response upload(PortalSession session, String report) {
        return session.multipart("/evaluations")
                .multiPart("report", "report.json", report.getBytes(StandardCharsets.UTF_8), "application/json")
                .post("/evaluations");
    }
}
