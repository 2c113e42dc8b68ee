package io.explainrec.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A report that has one of everything that a report can show. */
final class SampleReport {
    private static final List<String> SCORERS =
            List.of("mf", "full", "item-mean", "a-scorer-of-a-long-name-without-factors");

    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final ArrayNode parts = root.putArray("parts");
    private final ArrayNode measurements = root.putArray("measurements");

    private SampleReport() {
        root.put("source", "sample").put("java", "25");
        root.putObject("data")
                .put("rows", 90_000)
                .put("users", 940)
                .put("items", 1680)
                .put("likes", 50_000);
        root.putObject("settings").put("seed", 0).put("likeRival", "mf");
        root.putArray("timings")
                .addObject()
                .put("scorer", "mf")
                .put("fitSeconds", 1.25)
                .put("scoreSeconds", 0.5);
        root.putArray("notes").add("The language model scored a sample of 2,000 rows.");
        root.putArray("ablations").add("of a later version");
        for (String part : List.of("all", "known", "new")) {
            part("frozen", part);
            part("online", part);
        }
        List.of("k0", "k1", "k5").forEach(part -> part("cold", part));
        List.of("history-0", "history-1", "popularity-rare", "popularity-head", "age-young")
                .forEach(part -> part("segments", part));
        reliability();
    }

    static ObjectNode json() {
        return new SampleReport().root;
    }

    private void part(String protocol, String part) {
        ObjectNode size = parts.addObject().put("protocol", protocol).put("part", part);
        size.put("rows", 1000).put("users", 100).put("bothLabels", 90);
        for (String scorer : SCORERS) {
            double value = 0.7 - 0.03 * SCORERS.indexOf(scorer) + 0.01 * (parts.size() % 4);
            for (String metric : List.of("uauc", "auc", "ndcg10", "ece")) {
                figure(scorer, metric, value);
                if (!scorer.equals("full")) {
                    figure(scorer + "-vs-full", metric, value - 0.68);
                }
            }
        }
    }

    private void figure(String scorer, String metric, double value) {
        ObjectNode part = (ObjectNode) parts.get(parts.size() - 1);
        ObjectNode figure = measurements.addObject();
        figure.set("protocol", part.get("protocol"));
        figure.set("part", part.get("part"));
        figure.put("scorer", scorer).put("metric", metric);
        figure.put("low", value - 0.02).put("value", value).put("high", value + 0.02);
    }

    private void reliability() {
        ArrayNode curves = root.putArray("reliability");
        for (String scorer : SCORERS) {
            ArrayNode bins = curves.addObject()
                    .put("protocol", "frozen")
                    .put("scorer", scorer)
                    .putArray("bins");
            for (int i = 0; i < 10; i++) {
                bins.addObject()
                        .put("from", i / 10.0)
                        .put("to", (i + 1) / 10.0)
                        .put("rows", 100 * i)
                        .put("said", (i + 0.5) / 10)
                        .put("found", Math.min(1, (i + 0.8) / 10));
            }
        }
    }
}
