package io.explainrec.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.explainrec.ml.evidence.AdditiveHead;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Recommendation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The part of a record that is not sealed. Heads are stored once and evidence as numbers, from which every contribution and logit follows
 * exactly. The numbers go with the person: after an erasure {@code sources}, {@code like}, {@code order} and {@code values} are null, and
 * of the candidates those that were shown are left.
 *
 * @param schema version of this form
 * @param asked how many items were asked for; null in records that are older than this field
 * @param filters attribute values that items must have; null before schema 2
 * @param given whether candidates were given; null before schema 2
 * @param explanations of an answer that used no profile; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true) // so that checkSchema() speaks of what a newer program added
record RecordBody(
        int schema,
        String domain,
        Integer asked,
        Map<String, String> filters,
        Boolean given,
        Recommendation.Versions versions,
        Recommendation.Timings timings,
        List<EvidenceSource> sources,
        Head like,
        Head order,
        List<Line> candidates,
        Map<UUID, Explanation> explanations) {
    /** 1 kept neither filters, nor whether candidates were given, nor how the model was adapted. */
    private static final int SCHEMA = 2;

    /** A head: where its logits start, and its terms. */
    record Head(double base, Map<EvidenceSource, AdditiveHead.Term> terms) {
        Decision decide(List<Evidence> evidence) {
            return new AdditiveHead(terms).decide(base, evidence);
        }
    }

    /** A candidate: its values in the order of the sources, null where masked. */
    record Line(UUID item, String id, String title, int rank, List<Double> values) {
        DecidedItem decided(Decision ofLike, Decision ofOrder) {
            return new DecidedItem(item, id, title, rank, ofLike, ofOrder);
        }
    }

    static RecordBody of(Recommendation r) {
        List<Decision.Contribution> first = r.candidates().isEmpty()
                ? List.of()
                : r.candidates().getFirst().like().contributions();
        List<EvidenceSource> sources =
                first.stream().map(Decision.Contribution::source).toList();
        return new RecordBody(
                SCHEMA,
                r.domain(),
                r.asked().count(),
                r.asked().filters(),
                r.asked().given(),
                r.versions(),
                r.timings(),
                sources,
                head(r.candidates().stream().map(DecidedItem::like).toList()),
                head(r.candidates().stream().map(DecidedItem::order).toList()),
                r.candidates().stream().map(RecordBody::line).toList(),
                r.personal() == null ? r.explanations() : null);
    }

    /** What is left where nothing is sealed: the reasons of an answer that used no profile, none where the person was erased. */
    PersonalBody withoutPerson() {
        return new PersonalBody(null, explanations == null ? Map.of() : explanations);
    }

    /** Refuses what a newer program wrote, rather than misread it. */
    void checkSchema(UUID recommendation) {
        if (schema > SCHEMA) {
            throw new IllegalStateException("the record of recommendation " + recommendation + " has schema " + schema
                    + ", and this program reads 1 to " + SCHEMA + "; use the newer program that wrote it");
        }
    }

    List<DecidedItem> decided() {
        if (like == null) {
            return candidates.stream().map(line -> line.decided(null, null)).toList();
        }
        List<DecidedItem> decided = new ArrayList<>();
        for (Line line : candidates) {
            List<Evidence> evidence = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                Double value = line.values().get(i);
                evidence.add(new Evidence(sources.get(i), value == null ? 0 : value, value == null, List.of()));
            }
            decided.add(line.decided(like.decide(evidence), order.decide(evidence)));
        }
        return decided;
    }

    private static Head head(List<Decision> decisions) {
        Map<EvidenceSource, AdditiveHead.Term> terms = new EnumMap<>(EvidenceSource.class);
        if (!decisions.isEmpty()) {
            decisions
                    .getFirst()
                    .contributions()
                    .forEach(c -> terms.put(c.source(), new AdditiveHead.Term(c.weight(), c.centre())));
        }
        return new Head(decisions.isEmpty() ? 0 : decisions.getFirst().base(), terms);
    }

    private static Line line(DecidedItem item) {
        List<Double> values = new ArrayList<>();
        item.like().contributions().forEach(c -> values.add(c.masked() ? null : c.value()));
        return new Line(item.itemId(), item.externalId(), item.title(), item.rank(), values);
    }
}
