package io.explainrec.ml.adapt;

import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Scores candidates by prompts that it writes, and adapts the scores to a user; computes on the model's thread. */
public final class AdaptingScorer implements AutoCloseable {
    private final InstructionFormat format;
    private final PrefixScorer scorer;
    private final Adaptation adaptation;

    /**
     * @param scorer closed with this
     * @param adaptation null where none was learned
     */
    public AdaptingScorer(InstructionFormat format, PrefixScorer scorer, Adaptation adaptation) {
        this.format = format;
        this.scorer = scorer;
        this.adaptation = adaptation;
    }

    /** Whether it can make heads. */
    public boolean adapts() {
        return adaptation != null;
    }

    /** A user's head: a forward of what was said last, and the steps. */
    public UserHead head(Support support, BooleanSupplier cancelled) {
        boolean[] liked = new boolean[support.said().size()];
        for (int r = 0; r < liked.length; r++) {
            liked[r] = support.said().get(r).liked();
        }
        if (liked.length == 0) {
            return adaptation.adapt(new LabelledStates(List.of(), new float[0], liked));
        }
        List<Candidate> candidates =
                support.said().stream().map(Support.Said::candidate).toList();
        PrefixScorer.States states = states(format.prefix(support.before()), candidates, cancelled);
        return adaptation.adapt(new LabelledStates(states.hidden(), states.scores(), liked));
    }

    /** Logits of candidates as the model is, with what {@link #adapted} needs. */
    public Scored score(Profile profile, List<Candidate> candidates, BooleanSupplier cancelled) {
        InstructionFormat.Prefix prefix = format.prefix(profile);
        if (candidates.isEmpty()) {
            return new Scored(new float[0], prefix.text(), List.of());
        }
        if (!adapts()) {
            List<int[]> suffixes = candidates.stream().map(format::suffix).toList();
            return new Scored(scorer.score(prefix.ids(), suffixes, cancelled), prefix.text(), List.of());
        }
        PrefixScorer.States states = states(prefix, candidates, cancelled);
        return new Scored(states.scores(), prefix.text(), states.hidden());
    }

    /**
     * What a model says of candidates.
     *
     * @param logits one a candidate
     * @param prompt the text before the candidates
     * @param hidden states that the logits were read from; empty where the model does not adapt
     */
    public record Scored(float[] logits, String prompt, List<float[]> hidden) {}

    /** The logits with a user's head: a product a candidate, on any thread. */
    public float[] adapted(Scored scored, UserHead head) {
        float[] logits = scored.logits.clone();
        for (int c = 0; c < logits.length; c++) {
            logits[c] = (float) adaptation.logit(head, scored.hidden.get(c), logits[c]);
        }
        return logits;
    }

    private PrefixScorer.States states(
            InstructionFormat.Prefix prefix, List<Candidate> candidates, BooleanSupplier cancelled) {
        return scorer.states(
                prefix.ids(), candidates.stream().map(format::suffix).toList(), cancelled);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
