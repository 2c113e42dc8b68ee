package io.explainrec.ml.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** A decision layer as JSON. */
final class DecisionLayerJson {
    private DecisionLayerJson() {}

    static DecisionLayer first() {
        try (InputStream in = DecisionLayer.class.getResourceAsStream("/decision/first-weights.json")) {
            JsonNode json = new ObjectMapper().readTree(in);
            return new DecisionLayer(json.path("version").asText(), level(json.path("like")), level(json.path("rank")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A head whose weights are the same for everybody. */
    private static LeveledHead level(JsonNode json) {
        Map<EvidenceSource, Span> terms = new EnumMap<>(EvidenceSource.class);
        json.properties()
                .forEach(entry -> terms.put(
                        EvidenceSource.of(entry.getKey()),
                        Span.level(
                                entry.getValue().path("weight").asDouble(),
                                entry.getValue().path("centre").asDouble())));
        return new LeveledHead(LeveledHead.Intercept.NONE, terms);
    }
}
