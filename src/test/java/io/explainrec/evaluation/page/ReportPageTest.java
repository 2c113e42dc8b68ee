package io.explainrec.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.evaluation.EvaluationReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of all sorts come out as text, and things not known here are shown under their own names. */
class ReportPageTest {
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{report.source}";

    @Test
    void namesAreText() {
        MadeReport made = new MadeReport();
        for (String part : new String[] {"k0", "k1"}) {
            made.part(HOSTILE, part).figure(HOSTILE, "uauc", 0.5, 0.6, 0.7).figure(HOSTILE, HOSTILE, 0.5);
        }
        made.part("frozen", HOSTILE)
                .figure(HOSTILE, "uauc", 0.5, 0.6, 0.7)
                .figure(HOSTILE + "-vs-" + HOSTILE, "uauc", 0.1, 0.2, 0.3);
        for (String html :
                new String[] {new ReportPage().fragment(made.report()), new ReportPage().file(made.report())}) {
            assertThat(html)
                    .contains("&lt;script&gt;alert(2)&lt;/script&gt;{report.source}")
                    .doesNotContain("<img", "<script", "\">\">", "NOT_FOUND");
        }
    }

    @Test
    void aFragmentNeedsNeitherStyleNorScriptOfItsOwn() {
        MadeReport made = new MadeReport().part("frozen", "all").figure("mf", "uauc", 0.7);
        assertThat(new ReportPage().fragment(made.report())).doesNotContain("<style", "style=", "<script", "<html");
        assertThat(new ReportPage().file(made.report())).contains("<style>").doesNotContain("<link", "src=");
    }

    @Test
    void whatIsNewIsShownUnderItsOwnName() {
        MadeReport made = new MadeReport();
        for (String part : new String[] {"history-0", "history-1", "popularity-rare", "popularity-head", "age"}) {
            made.part("segments", part).figure("without-factors", "uauc", 0.7).figure("full", "novelty", 0.2);
        }
        assertThat(new ReportPage().fragment(made.report()))
                .contains("<b>history</b>", "<b>popularity</b>", "<b>age</b>", "without-factors", "novelty");
    }

    @Test
    void aRivalHasAShapeOfItsOwn() {
        MadeReport made = new MadeReport()
                .part("frozen", "all")
                .figure("a", "uauc", 0.7)
                .figure("b", "uauc", 0.6)
                .figure("a-vs-b", "uauc", 0.01, 0.1, 0.2);
        assertThat(new ReportPage().fragment(made.report()))
                .contains("◆ rival", "UAUC as a table", "Differences in UAUC as a table");
        MadeReport many = new MadeReport();
        for (int i = 0; i < 5; i++) {
            many.part("segments", "history-" + i)
                    .figure("a", "uauc", 0.7)
                    .figure("b", "uauc", 0.6)
                    .figure("a-vs-b", "uauc", 0.01, 0.1, 0.2);
        }
        assertThat(new ReportPage().fragment(many.report())).contains("◆ rival");
    }

    @Test
    void eachRivalHasADrawingOfItsOwn() {
        MadeReport made = new MadeReport()
                .part("frozen", "all")
                .figure("a", "uauc", 0.7)
                .figure("b", "uauc", 0.6)
                .figure("c", "uauc", 0.5)
                .figure("a-vs-c", "uauc", 0.1, 0.2, 0.3)
                .figure("b-vs-c", "uauc", 0.01, 0.1, 0.2)
                .figure("a-vs-b", "uauc", -0.1, 0.1, 0.2);
        assertThat(new ReportPage().fragment(made.report()))
                .containsOnlyOnce("Against c, UAUC: 2 above")
                .containsOnlyOnce("Against b, UAUC: 1 not told apart");
    }

    @Test
    void ofTextsNothingIsLikedAndNobodyIsCountedByLabels() {
        EvaluationReport report = new MadeReport()
                .part("explanations", "books")
                .figure("template", "bleu4", 10)
                .report();
        assertThat(new ReportPage().fragment(report)).doesNotContain("are likes", "interactions of");
    }

    @Test
    void oneOfAThingIsInTheSingular() {
        var report = new EvaluationReport(
                "one",
                "25",
                Map.of("rows", 1L, "users", 1L, "items", 1L, "likes", 1L),
                Map.of(),
                List.of(new EvaluationReport.Part("frozen", "all", 1, 1, 1)),
                new MadeReport()
                        .part("frozen", "all")
                        .figure("mf", "ece", 0.1)
                        .report()
                        .measurements(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(new ReportPage().fragment(report))
                .contains("1 interaction of 1 user with 1 item", "1 row of 1 user, who has likes and dislikes")
                .contains("of 1 scorer that states probabilities");
    }
}
