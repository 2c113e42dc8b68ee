package io.explainrec.ml.adapt;

import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.llama.SoftToken;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Scores candidates by prompts that it writes, and adapts the scores to a user; computes on the model's thread. */
public final class AdaptingScorer implements AutoCloseable {
    private final InstructionFormat format;
    private final PrefixScorer scorer;
    private final UserAdaptation adaptation;
    private final ItemTokens items;

    /** Makes tokens of candidates' vectors. */
    @FunctionalInterface
    public interface ItemTokens {
        /**
         * One a candidate, null where it has no vector.
         *
         * @param places of the tokens in the suffixes
         * @param vectors of the items, null where there is none
         */
        List<SoftToken> of(List<Integer> places, List<float[]> vectors);
    }

    /**
     * @param linears the model's own, or with an adapter
     * @param adaptation null where none was learned
     * @param items null where the model reads texts alone; then candidates' vectors are not looked at
     */
    public AdaptingScorer(
            Llama llama, Linears linears, InstructionFormat format, UserAdaptation adaptation, ItemTokens items) {
        InstructionFormat.Answers answers = format.answers();
        this.format = format;
        this.scorer = new PrefixScorer(llama, linears, answers.yes(), answers.no());
        this.adaptation = adaptation;
        this.items = items;
    }

    /** Of a model as it was published. */
    public static AdaptingScorer published(Llama llama) {
        InstructionFormat format = new InstructionFormat(llama.tokenizer(), InstructionFormat.Limits.DEFAULT);
        return new AdaptingScorer(llama, llama.linears(), format, null, null);
    }

    /** Whether it can make heads. */
    public boolean adapts() {
        return adaptation != null;
    }

    /** Whether it can make tokens too. */
    public boolean adaptsByToken() {
        return adapts() && adaptation.token() != null;
    }

    /** A user's head: a forward of what was said last, and the steps. */
    public UserHead head(Support support, BooleanSupplier cancelled) {
        if (support.said().isEmpty()) {
            return adaptation.head().adapt(new LabelledStates(List.of(), new float[0], new boolean[0]));
        }
        PrefixScorer.States states = scorer.states(prompts(support), null, cancelled);
        return adaptation.head().adapt(new LabelledStates(states.hidden(), states.scores(), support.liked()));
    }

    /** A user's token, of which nothing is computed yet. For the caller to close on the model's thread. */
    public TokenSteps token(Support support) {
        return new TokenSteps(
                adaptation.token(),
                support.said().isEmpty()
                        ? null
                        : cancelled -> scorer.gradient(prompts(support), support.liked(), cancelled));
    }

    private SharedPrompts prompts(Support support) {
        return prompts(
                format.prefix(support.before()),
                support.said().stream().map(Support.Said::candidate).toList());
    }

    /** Logits of candidates as the model is, with what {@link #adapted} needs. */
    public Scored score(Profile profile, List<Candidate> candidates, BooleanSupplier cancelled) {
        return score(profile, candidates, null, cancelled);
    }

    /**
     * The same for a user with a token, to whom nothing more is adapted.
     *
     * @param token null where there is none
     */
    public Scored score(Profile profile, List<Candidate> candidates, UserToken token, BooleanSupplier cancelled) {
        InstructionFormat.Prefix prefix = format.prefix(profile);
        if (candidates.isEmpty()) {
            return new Scored(new float[0], prefix.text(), List.of());
        }
        SharedPrompts prompts = prompts(prefix, candidates);
        if (token != null || !adapts()) {
            float[] logits = scorer.score(prompts, token == null ? null : token.vector(), cancelled);
            return new Scored(logits, prefix.text(), List.of());
        }
        PrefixScorer.States states = scorer.states(prompts, null, cancelled);
        return new Scored(states.scores(), prefix.text(), states.hidden());
    }

    /**
     * What a model says of candidates.
     *
     * @param logits one a candidate
     * @param prompt the text before the candidates
     * @param hidden states that the logits were read from; empty where no head is adapted
     */
    public record Scored(float[] logits, String prompt, List<float[]> hidden) {}

    /** The logits with a user's head: a product a candidate, on any thread. */
    public float[] adapted(Scored scored, UserHead head) {
        float[] logits = scored.logits.clone();
        for (int c = 0; c < logits.length; c++) {
            logits[c] = (float) adaptation.head().logit(head, scored.hidden.get(c), logits[c]);
        }
        return logits;
    }

    private SharedPrompts prompts(InstructionFormat.Prefix prefix, List<Candidate> candidates) {
        if (items == null) {
            return new SharedPrompts(
                    prefix.ids(), candidates.stream().map(format::suffix).toList());
        }
        List<InstructionFormat.WithItem> told = candidates.stream()
                .map(candidate -> candidate.vector() == null
                        ? new InstructionFormat.WithItem(format.suffix(candidate), 0)
                        : format.suffixWithItem(candidate, null))
                .toList();
        List<float[]> vectors = new ArrayList<>();
        candidates.forEach(candidate -> vectors.add(candidate.vector()));
        return new SharedPrompts(
                prefix.ids(),
                told.stream().map(InstructionFormat.WithItem::ids).toList(),
                items.of(told.stream().map(InstructionFormat.WithItem::place).toList(), vectors));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
