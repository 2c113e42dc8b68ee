package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reports as HTML. Templates are resources, and a container is not needed. */
public final class ReportPage {
    private static final Variant HTML = Variant.forContentType("text/html");

    private final Engine engine = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(List.of("text/html")))
            .addLocator(ReportPage::locate)
            .build();

    /** What the report says first, in sentences; empty where nothing is claimed. */
    public static List<String> findings(EvaluationReport report) {
        return Headlines.of(PartFigures.byProtocol(report));
    }

    /** The report for a page that has a frame and a stylesheet: no inline style, no script. */
    public String fragment(EvaluationReport report) {
        return render("evaluation/report", ReportViews.of(report));
    }

    /** The report as one file that needs nothing else. */
    public String file(EvaluationReport report) {
        ReportView view = ReportViews.of(report);
        return engine.getTemplate("evaluation/file")
                .data("report", view)
                .data("css", new RawString(resource("META-INF/resources/static/report.css")))
                .render();
    }

    private String render(String template, ReportView view) {
        return engine.getTemplate(template).data("report", view).render();
    }

    private static String resource(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return ReportPage.class.getClassLoader().getResourceAsStream(name);
    }

    private static Optional<TemplateLocator.TemplateLocation> locate(String id) {
        InputStream in = open("templates/" + id + ".html");
        if (in == null) {
            return Optional.empty();
        }
        return Optional.of(new TemplateLocator.TemplateLocation() {
            @Override
            public Reader read() {
                return new InputStreamReader(in, StandardCharsets.UTF_8);
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.of(HTML);
            }
        });
    }
}
