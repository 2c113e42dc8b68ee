package io.explainrec.inference;

import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.time.Duration;
import java.util.List;

/**
 * The language model as the rest of the house sees it. Calls block; implementations queue them, and never hold a
 * caller past its deadline.
 */
public interface LanguageModel {
    /** What answers now. */
    ModelIdentity identity();

    /** Whether it answers now, and why it does not. */
    ModelState state();

    /**
     * Scores candidates for one user: logit(Yes) - logit(No) of the first answer token, in the order of the candidates.
     *
     * @param deadline how long the caller waits, queueing included; a call that is not answered by then is cancelled
     * @throws ModelUnavailable when no scores came within the deadline, with the cause in plain words
     */
    Scores score(Profile profile, List<Candidate> candidates, Duration deadline);

    /** One logit per candidate, and the prefix as the model read it. */
    record Scores(float[] logits, String prompt) {}
}
