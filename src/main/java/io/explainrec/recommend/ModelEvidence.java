package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelUnavailable;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What the language model says of the best candidates, each against their mean; nothing where it cannot answer in time. */
@ApplicationScoped
class ModelEvidence {
    private final LanguageModel models;
    private final AdaptedUsers adapted;
    private final RecommendConfig config;

    ModelEvidence(LanguageModel models, AdaptedUsers adapted, RecommendConfig config) {
        this.models = models;
        this.adapted = adapted;
        this.config = config;
    }

    /**
     * @param degraded why there is nothing, or not all; null where the model answered or had nothing to do
     * @param prompt what the model read before the candidates; null where it was not asked
     */
    record Answer(Map<UUID, Double> logits, String degraded, String prompt) {
        static Answer none(String degraded) {
            return new Answer(Map.of(), degraded, null);
        }

        Evidence evidence(UUID item) {
            Double logit = logits.get(item);
            return logit == null
                    ? new Evidence(EvidenceSource.LLM, 0, true, List.of())
                    : new Evidence(EvidenceSource.LLM, logit, false, List.of());
        }
    }

    /**
     * @param model the name of the one that the decision layer goes with
     * @param best candidates, best first; the first few are scored
     */
    Answer evidence(String model, Domain domain, Requester requester, List<UUID> best, Map<UUID, Item> items) {
        List<UUID> scored = best.subList(0, Math.min(config.scoredByModel(), best.size()));
        if (scored.isEmpty()) {
            return Answer.none(null);
        }
        Profile profile = new Profile(domain.name(), written(model, requester.events()));
        List<Candidate> candidates = scored.stream()
                .map(items::get)
                .map(item -> Candidate.of(item.title(), item.attributes()))
                .toList();
        try {
            long begin = System.nanoTime();
            LanguageModel.Scores scores = models.score(model, profile, candidates, config.modelDeadline());
            String unadapted = null;
            if (models.adapts(model)) {
                Duration left = config.modelDeadline().minusNanos(System.nanoTime() - begin);
                try {
                    Function<List<Requester.Event>, List<Profile.Event>> style = events -> written(model, events);
                    scores = models.adapted(
                            model, scores, adapted.head(new AdaptedUsers.Asked(model, domain, requester), style, left));
                } catch (ModelUnavailable e) {
                    unadapted = "the language model was not adapted to the person: " + e.getMessage();
                }
            }
            double mean = 0;
            for (float logit : scores.logits()) {
                mean += logit / scores.logits().length;
            }
            Map<UUID, Double> logits = new HashMap<>();
            for (int i = 0; i < scored.size(); i++) {
                logits.put(scored.get(i), scores.logits()[i] - mean);
            }
            return new Answer(logits, unadapted, scores.prompt());
        } catch (ModelUnavailable e) {
            return Answer.none(e.getMessage());
        }
    }

    /** The history as the model was taught to read it; the base, which was not, gets the stated reasons. */
    private List<Profile.Event> written(String model, List<Requester.Event> events) {
        return models.style(model)
                .map(style ->
                        style.written(events.stream().map(Requester.Event::told).toList()))
                .orElseGet(() -> events.stream()
                        .map(event -> new Profile.Event(event.title(), event.liked(), event.reason()))
                        .toList());
    }
}
