package io.explainrec.recommend;

import io.explainrec.catalog.Item;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelUnavailable;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.train.ModelCard;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the language model says of the best candidates, each against their mean; nothing where it cannot answer in time, or reads
 * items' vectors of another space than they lie in.
 */
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
     * @param adapted to the person, by which means
     * @param prompt what the model read before the candidates; null where it was not asked
     */
    record Answer(Map<UUID, Double> logits, String degraded, Recommendation.Adapted adapted, String prompt) {
        static Answer none(String degraded) {
            return new Answer(Map.of(), degraded, Recommendation.Adapted.NONE, null);
        }

        Evidence evidence(UUID item) {
            Double logit = logits.get(item);
            return logit == null
                    ? new Evidence(EvidenceSource.LLM, 0, true, List.of())
                    : new Evidence(EvidenceSource.LLM, logit, false, List.of());
        }
    }

    /**
     * Where items lie.
     *
     * @param vectors in this space, of the candidates and of what the requester said, where there is one
     */
    record Placed(EncoderVersion space, Map<UUID, float[]> vectors) {}

    /**
     * @param asked of the model that the decision layer goes with
     * @param best candidates, best first; the first few are scored
     */
    Answer evidence(
            AdaptedUsers.Asked asked, EvidenceState state, List<UUID> best, Map<UUID, Item> items, Placed placed) {
        List<UUID> scored = best.subList(0, Math.min(config.scoredByModel(), best.size()));
        if (scored.isEmpty()) {
            return Answer.none(null);
        }
        try {
            models.check(asked.model()); // or its style would not be known, and prompts be written as for the base
            return answer(asked, state, scored, items, placed);
        } catch (ModelUnavailable e) {
            return Answer.none(e.getMessage());
        }
    }

    private Answer answer(
            AdaptedUsers.Asked asked, EvidenceState state, List<UUID> scored, Map<UUID, Item> items, Placed placed) {
        String model = asked.model();
        Optional<ModelCard.Fusion> fusion = models.fusion(model);
        if (fusion.isPresent() && !placed.space.is(fusion.get())) {
            return Answer.none("the language model reads items' vectors of "
                    + fusion.get().name() + ", and items lie in " + placed.space.name() + " now");
        }
        Prompts prompts = new Prompts(
                models.style(model).orElse(null),
                state,
                asked.domain(),
                fusion.isPresent() ? placed.vectors : Map.of(),
                state.findings(asked.requester().history()));
        List<Candidate> candidates =
                scored.stream().map(id -> prompts.candidate(items.get(id))).toList();
        long begin = System.nanoTime();
        AdaptedUsers.ForRequest user = adapted.about(asked, prompts);
        UserToken token = user.token();
        LanguageModel.Scores scores = models.score(
                model, prompts.profile(asked.requester().events()), candidates, token, config.modelDeadline());
        String unadapted = null;
        Recommendation.Adapted by = token == null ? Recommendation.Adapted.NONE : Recommendation.Adapted.TOKEN;
        if (token == null && models.adapts(model)) {
            Duration left = config.modelDeadline().minusNanos(System.nanoTime() - begin);
            try {
                scores = models.adapted(model, scores, user.head(left));
                by = Recommendation.Adapted.HEAD;
            } catch (ModelUnavailable e) {
                unadapted = "the language model was not adapted to the person: " + e.getMessage();
            }
        }
        user.beginToken();
        double mean = 0;
        for (float logit : scores.logits()) {
            mean += logit / scores.logits().length;
        }
        Map<UUID, Double> logits = new HashMap<>();
        for (int i = 0; i < scored.size(); i++) {
            logits.put(scored.get(i), scores.logits()[i] - mean);
        }
        return new Answer(logits, unadapted, by, scores.prompt());
    }
}
