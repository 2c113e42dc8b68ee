package io.explainrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.explainrec.ml.evidence.Decision;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a shop gets: the list, and for each item both heads with contributions that add up to their logits.
 *
 * @param adapted {@code none}, {@code head} or {@code token}; null in records that are older than this
 * @param degraded why a source of evidence is missing; null when none is
 * @param note why there are fewer items than asked for; null when there are not
 */
public record RecommendationAnswer(
        UUID id,
        String mode,
        String model,

        @Schema(
                description =
                        "What of the person's own verdicts the language model learned before it answered: none, head"
                                + " (the head of its answer) or token (one that stands for the person in the prompt). Of two"
                                + " answers of the same model to one person the first may be without and the next with it. Null"
                                + " in records that are older than this field.")
        String adapted,

        String degraded,
        String note,
        Asked asked,
        Versions versions,
        List<Ranked> items) {
    /** What was asked for, so that the answer can be understood from its record. */
    public record Asked(
            @Schema(description = "How many items.") int count,

            @Schema(
                    description =
                            "Attribute values that items must have; null in records that are older than this field.")
            Map<String, String> filters,

            @Schema(
                    description = "Whether candidates were given, instead of proposed from the whole domain; null in"
                            + " records that are older than this field.")
            Boolean given,

            @Schema(
                    description =
                            "Whether somebody who works for the shop tried it in the portal, so that the person was"
                                    + " never shown it.")
            boolean tried) {
        static Asked of(Recommendation.Asked asked) {
            return new Asked(asked.count(), asked.filters(), asked.given(), asked.triedBy() != null);
        }
    }

    /** What decided, besides the language model: the same versions and the same record give the same scores. */
    public record Versions(
            @Schema(description = "The decision layer, as './explainrec model list' names it.")
            String decision,

            @Schema(description = "Number of the encoder of the item vectors; those of another one are another space.")
            int encoder,

            @Schema(description = "The snapshot of the knowledge base that spoke; null where none was active.")
            UUID knowledge,

            @Schema(
                    description =
                            "Time of the newest event of anybody that was counted; the person's own history is read anew.")
            Instant stateAsOf) {
        static Versions of(Recommendation.Versions versions) {
            return new Versions(
                    versions.decision(), versions.encoderVersionId(), versions.knowledge(), versions.stateAsOf());
        }
    }

    /**
     * An item in its place.
     *
     * @param score probability of liking; null where the person was erased since, with all other numbers
     * @param evidence contributions to the order, strongest first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ranked(
            ItemReference item, int rank, Double score, String reason, List<Piece> evidence, Head like, Head order) {}

    /**
     * A source's part in the order, and what it rests on.
     *
     * @param because items of the history
     * @param claim a finding of the knowledge base; null where it rests on none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Piece(String source, double contribution, List<ItemReference> because, String claim) {}

    /** One head: {@code logit = base + sum of contributions}. */
    public record Head(double logit, double base, Map<String, Double> contributions) {
        static Head of(Decision decision) {
            Map<String, Double> contributions = new LinkedHashMap<>();
            decision.contributions().forEach(c -> contributions.put(c.source().id(), c.contribution()));
            return new Head(decision.logit(), decision.base(), contributions);
        }
    }

    /** The answer, as it was served and as it is read again; with contributions where asked. */
    public static RecommendationAnswer of(Recommendation recommendation, boolean explain) {
        List<Ranked> items = recommendation.shown().stream()
                .map(item -> ranked(recommendation, item, explain))
                .toList();
        Recommendation.Adapted adapted = recommendation.versions().adapted();
        return new RecommendationAnswer(
                recommendation.id(),
                mode(recommendation.mode()),
                recommendation.versions().model(),
                adapted == null ? null : adapted.label(),
                recommendation.degraded(),
                note(items.size(), recommendation),
                Asked.of(recommendation.asked()),
                Versions.of(recommendation.versions()),
                items);
    }

    private static String note(int shown, Recommendation recommendation) {
        int asked = recommendation.asked().count();
        if (shown >= asked) {
            return null;
        }
        String why = Boolean.TRUE.equals(recommendation.asked().given())
                ? "there: no more of the candidates that were given are in the catalogue and pass the filters."
                : recommendation.mode() == Recommendation.Mode.PROFILED
                        ? "left after the filters, what was retired, and what the person has had."
                        : "left after the filters and what was retired.";
        return shown == 0 ? "No item is " + why : "Only " + shown + " of " + asked + " items are " + why;
    }

    private static Ranked ranked(Recommendation recommendation, DecidedItem item, boolean explain) {
        ItemReference reference = new ItemReference(recommendation.domain(), item.externalId(), item.title());
        if (item.like() == null) {
            return new Ranked(reference, item.rank(), null, null, null, null, null);
        }
        Explanation explanation = recommendation.explanations().getOrDefault(item.itemId(), Explanation.NONE);
        List<Piece> evidence = item.order().contributions().stream()
                .filter(c -> !c.masked() && c.contribution() != 0)
                .sorted(Comparator.comparingDouble((Decision.Contribution c) -> -Math.abs(c.contribution())))
                .map(c -> new Piece(
                        c.source().id(),
                        c.contribution(),
                        explanation.because().getOrDefault(c.source(), List.of()),
                        explanation.claims().get(c.source())))
                .toList();
        return new Ranked(
                reference,
                item.rank(),
                item.like().probability(),
                explanation.reason(),
                explain ? evidence : null,
                explain ? Head.of(item.like()) : null,
                explain ? Head.of(item.order()) : null);
    }

    /** The mode as requests name it. */
    public static String mode(Recommendation.Mode mode) {
        return mode == Recommendation.Mode.PROFILED ? "profiled" : "non-profiled";
    }
}
