package io.explainrec.ml.attribution;

import io.explainrec.ml.llama.SharedSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * A history and candidates whose verdicts came after all of it.
 *
 * @param prefix instruction and history
 * @param alone the instruction without any history
 * @param candidates at least one
 */
public record AttributedSequence(int[] prefix, int[] alone, List<AttributedCandidate> candidates) {
    public AttributedSequence {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a sequence without candidates has nothing to learn from");
        }
    }

    /**
     * The same with the reasons of at most so many candidates, spread evenly: a reason costs more tokens than a verdict.
     *
     * @param most 0 for all
     */
    public AttributedSequence withReasons(int most) {
        int reasoned = reasoned().size();
        if (most == 0 || reasoned <= most) {
            return this;
        }
        List<AttributedCandidate> kept = new ArrayList<>();
        int seen = 0;
        for (AttributedCandidate candidate : candidates) {
            if (candidate.reason() == null) {
                kept.add(candidate);
            } else {
                boolean stays = (seen + 1) * most / reasoned > seen * most / reasoned;
                kept.add(stays ? candidate : candidate.withoutReason());
                seen++;
            }
        }
        return new AttributedSequence(prefix, alone, kept);
    }

    /** Tokens of one forward pass over history and candidates. */
    public int tokens() {
        return shared().tokens();
    }

    /** Tokens from the first to the last of the longest branch: what the model's context must hold. */
    public int deepest() {
        int alone = reasonsAlone() == null ? 0 : reasonsAlone().deepest();
        return Math.max(alone, shared().deepest());
    }

    /** Prefix, and a branch for each candidate: its prompt, and behind it the reason where there is one. */
    public SharedSequence shared() {
        return new SharedSequence(
                prefix, candidates.stream().map(AttributedCandidate::branch).toList());
    }

    /** Candidates that have reasons. */
    List<AttributedCandidate> reasoned() {
        return candidates.stream()
                .filter(candidate -> candidate.reason() != null)
                .toList();
    }

    /** The reasons alone; null where there are none. */
    SharedSequence reasonsAlone() {
        List<int[]> branches =
                reasoned().stream().map(candidate -> candidate.reason().alone()).toList();
        return branches.isEmpty() ? null : new SharedSequence(alone, branches);
    }

    /** Pairs of a liked and a disliked candidate. */
    int pairs() {
        int liked = (int) candidates.stream().filter(AttributedCandidate::liked).count();
        return liked * (candidates.size() - liked);
    }
}
