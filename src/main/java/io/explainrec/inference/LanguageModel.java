package io.explainrec.inference;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.ModelCard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The language model as the rest of the house sees it: the base, and trained models over it, each by its name. Calls block;
 * implementations queue them, and never hold a caller past its deadline.
 */
public interface LanguageModel {
    /** Names the base as it was published. */
    String BASE = "base";

    /** What answers under a name; known before the model is in memory. */
    ModelIdentity identity(String model);

    /** Whether it answers now, and why it does not. */
    ModelState state();

    /** Whether the model of this name answers as soon as the others; so it is where none does, since it was switched off. */
    boolean has(String model);

    /**
     * Says why a model does not answer now.
     *
     * @throws ModelUnavailable where it does not
     */
    void check(String model);

    /**
     * Brings a model into memory beside the one that answers, in the background, or keeps it there as others come: for the one that shall
     * serve, again and again. One that cannot be brought is tried again after a minute. Calls wait for it, as long as they may: a moment
     * over a base that is in memory already, or as long as another base takes to be read.
     */
    void prepare(String model);

    /** How a model was taught to read histories; empty for the base, and for one that is not in memory. */
    Optional<PromptStyle> style(String model);

    /** Whose vectors of items a model reads; empty for one that reads texts alone, and for one that is not in memory. */
    Optional<ModelCard.Fusion> fusion(String model);

    /**
     * Scores candidates for one user: logit(Yes) - logit(No) of the first answer token, in the order of the candidates.
     *
     * @param candidates with vectors of the model's fusion, where it reads some and they have one
     * @param deadline how long the caller waits, queueing included; a call that is not answered by then is cancelled
     * @throws ModelUnavailable when no scores came within the deadline, with the cause in plain words
     */
    default Scores score(String model, Profile profile, List<Candidate> candidates, Duration deadline) {
        return score(model, profile, candidates, null, deadline);
    }

    /**
     * The same for a user with a token; such scores are adapted already.
     *
     * @param token of {@link #token} and this model; null where there is none
     */
    Scores score(String model, Profile profile, List<Candidate> candidates, UserToken token, Duration deadline);

    /**
     * One logit per candidate, and the prefix as the model read it.
     *
     * @param hidden what {@link #adapted} needs; empty where the model does not adapt, or adapted by a token
     */
    record Scores(float[] logits, String prompt, List<float[]> hidden) {
        /**
         * @throws ModelUnavailable where a logit is no finite number, of which no answer can be made
         */
        public Scores {
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    throw new ModelUnavailable("the language model gave " + logit
                            + " for an item, where a finite number was expected; its files may be damaged");
                }
            }
        }
    }

    /** Whether a model adapts to users; not where it is not in memory. */
    boolean adapts(String model);

    /**
     * What a user's last verdicts change in the answer's head of a model that adapts.
     *
     * @param support its candidates as those of {@link #score}
     * @throws ModelUnavailable as {@link #score}
     */
    UserHead head(String model, Support support, Duration deadline);

    /** Whether a model learns a token of a user as well; not where it is not in memory. */
    boolean adaptsByToken(String model);

    /**
     * What stands for a user in prompts of a model that adapts by tokens, from the last verdicts. Takes seconds, between whose steps other
     * calls are answered.
     *
     * @param support its candidates as those of {@link #score}
     * @param wanted asked before each step
     * @throws ModelUnavailable as {@link #score}, and where it is not wanted any more
     */
    UserToken token(String model, Support support, Duration deadline, BooleanSupplier wanted);

    /**
     * The scores with a user's head; takes no time to speak of.
     *
     * @param scores and {@code head} of this model
     * @throws ModelUnavailable where the model is not in memory any more
     */
    Scores adapted(String model, Scores scores, UserHead head);
}
