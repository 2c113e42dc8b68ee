package io.explainrec.inference;

import io.explainrec.ml.adapt.AdaptingScorer;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A model that answers: a base in memory, which it does not own, or a trained model over it. Belongs to the model's thread. */
final class LoadedModel implements AutoCloseable {
    private final AdaptingScorer scorer;
    private final TrainedModel trained;

    private LoadedModel(AdaptingScorer scorer, TrainedModel trained) {
        this.scorer = scorer;
        this.trained = trained;
    }

    static LoadedModel published(Llama llama) {
        return new LoadedModel(AdaptingScorer.published(llama), null);
    }

    /** Takes the trained model over, and closes it with itself, or where it cannot score. */
    static LoadedModel of(TrainedModel trained) {
        try {
            return new LoadedModel(trained.scorer(), trained);
        } catch (RuntimeException e) {
            trained.close();
            throw e;
        }
    }

    /** Empty for a base, which was taught nothing. */
    Optional<PromptStyle> style() {
        return Optional.ofNullable(trained).map(model -> model.card().style());
    }

    /** Empty where it reads texts alone. */
    Optional<ModelCard.Fusion> fusion() {
        return Optional.ofNullable(trained).map(model -> model.card().fusion());
    }

    AdaptingScorer scorer() {
        return scorer;
    }

    LanguageModel.Scores score(
            Profile profile, List<Candidate> candidates, UserToken token, BooleanSupplier cancelled) {
        AdaptingScorer.Scored scored = scorer.score(profile, candidates, token, cancelled);
        return new LanguageModel.Scores(scored.logits(), scored.prompt(), scored.hidden());
    }

    LanguageModel.Scores adapted(LanguageModel.Scores scores, UserHead head) {
        var scored = new AdaptingScorer.Scored(scores.logits(), scores.prompt(), scores.hidden());
        return new LanguageModel.Scores(scorer.adapted(scored, head), scores.prompt(), scores.hidden());
    }

    @Override
    public void close() {
        scorer.close();
        if (trained != null) {
            trained.close();
        }
    }
}
