package io.explainrec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.platform.problem.FieldError;
import io.explainrec.platform.problem.InvalidInput;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is wrong with a report is named by its field. */
class ReportReaderTest {
    private static final String REPORT = """
            {"source": "made", "java": "25", "data": {"rows": 9, "users": 3, "items": 4, "likes": 5}, "settings": {"seed": 0},
             "parts": [{"protocol": "frozen", "part": "all", "rows": 9, "users": 3, "bothLabels": 2}],
             "measurements": [{"protocol": "frozen", "part": "all", "scorer": "mf-vs-item-mean", "metric": "uauc",
                               "low": -0.1, "value": null, "high": 0.7}],
             "reliability": [{"protocol": "frozen", "scorer": "mf",
                              "bins": [{"from": 0, "to": 0.1, "rows": 3, "said": 0.05, "found": 0}]}],
             "timings": [{"scorer": "mf", "fitSeconds": 1.5, "scoreSeconds": 0}], "notes": ["sampled"]}
            """;

    @Test
    void everyFieldIsRead() throws JsonProcessingException {
        EvaluationReport report = ReportReader.read(new ObjectMapper().readTree(REPORT));
        assertThat(report.count("rows")).isEqualTo(9);
        assertThat(report.settings()).containsEntry("seed", 0L);
        EvaluationReport.Figure figure = report.measurements().getFirst();
        assertThat(figure.subject()).isEqualTo("mf");
        assertThat(figure.rival()).isEqualTo("item-mean");
        assertThat(figure.defined()).isFalse();
        assertThat(report.reliability().getFirst().bins().getFirst().rows()).isEqualTo(3);
        assertThat(report.timings().getFirst().fitSeconds()).isEqualTo(1.5);
        assertThat(report.others()).isEmpty();
    }

    @Test
    void aListOfALaterVersionIsNoFault() throws JsonProcessingException {
        ObjectNode report = (ObjectNode) new ObjectMapper().readTree(REPORT);
        report.putArray("ablations").addObject().put("without", "factors");
        assertThat(ReportReader.read(report).others()).containsExactly("ablations");
    }

    @Test
    void wrongFieldsAreNamedAllAtOnce() {
        assertThat(fields(report -> {
                    report.remove("timings");
                    report.putArray("notes").add(7);
                    report.withObject("data").put("likes", 1.5);
                    report.withObject("/measurements/0").put("scorer", " mf").put("low", 0.9);
                    report.withObject("/reliability/0/bins/0").put("said", 1.01).put("extra", 1);
                }))
                .containsExactlyInAnyOrder(
                        "timings",
                        "notes[0]",
                        "data.likes",
                        "measurements[0].scorer",
                        "measurements[0].low",
                        "reliability[0].bins[0].said",
                        "reliability[0].bins[0].extra");
    }

    @Test
    void halfAnIntervalIsNone() {
        assertThat(fields(report -> report.withObject("/measurements/0").putNull("low")))
                .containsExactly("measurements[0].low");
    }

    @Test
    void aReportWithoutAMeasurementIsNone() {
        assertThat(fields(report -> report.putArray("measurements"))).containsExactly("measurements");
    }

    @Test
    void noMoreFaultsThanAPersonReads() {
        assertThat(fields(report -> {
                    for (int i = 0; i < 1000; i++) {
                        report.withArray("parts").add(i);
                    }
                }))
                .hasSize(20);
    }

    private static List<String> fields(Consumer<ObjectNode> change) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> {
            ObjectNode report = (ObjectNode) new ObjectMapper().readTree(REPORT);
            change.accept(report);
            ReportReader.read(report);
        });
        return refused.errors().stream().map(FieldError::field).toList();
    }
}
