package io.explainrec.ml.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The two heads that read the same evidence: {@code like} is the probability of liking, {@code rank} orders the list. They
 * differ, since the probability of liking ranks unseen items badly.
 *
 * @param version changes whenever a weight does
 */
public record DecisionLayer(String version, AdditiveHead like, AdditiveHead rank) {
    /**
     * The weights that a shop starts with, before there is anything to fit them on; the resource says why each is what it is.
     */
    public static DecisionLayer first() {
        try (InputStream in = DecisionLayer.class.getResourceAsStream("/decision/first-weights.json")) {
            JsonNode json = new ObjectMapper().readTree(in);
            return new DecisionLayer(json.path("version").asText(), head(json.path("like")), head(json.path("rank")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The probability's decision on one candidate; it starts from the domain's share of likes. */
    public Decision like(EvidenceState state, UUID domain, List<Evidence> evidence) {
        return like.decide(state.base(domain), evidence);
    }

    /** The order's decision on one candidate; it starts from 0. */
    public Decision rank(List<Evidence> evidence) {
        return rank.decide(0, evidence);
    }

    private static AdditiveHead head(JsonNode json) {
        Map<EvidenceSource, AdditiveHead.Term> terms = new EnumMap<>(EvidenceSource.class);
        json.properties()
                .forEach(entry -> terms.put(
                        EvidenceSource.valueOf(
                                entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_')),
                        new AdditiveHead.Term(
                                entry.getValue().path("weight").asDouble(),
                                entry.getValue().path("centre").asDouble())));
        return new AdditiveHead(terms);
    }
}
