package io.explainrec.ml.task;

import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.llama.SharedSequence;
import java.util.List;
import java.util.stream.Stream;

/**
 * A history, the candidates whose verdicts came after it, and the same candidates asked for a rating, all branches of one sequence.
 *
 * @param verdicts history and candidates
 * @param ratings candidates whose grade is known; may be empty
 * @param otherDomains whether the history is of other domains than the candidates
 */
public record TaskSequence(AttributedSequence verdicts, List<Rated> ratings, boolean otherDomains) implements TaskRow {
    public TaskSequence {
        ratings = List.copyOf(ratings);
    }

    /**
     * A candidate that is asked for its rating.
     *
     * @param prompt the candidate and the slot for the answer, whose last token's logits are read
     * @param scale the scale's name
     * @param grade 1 for the least
     */
    public record Rated(int[] prompt, String scale, int grade) {
        public Rated {
            if (prompt.length == 0 || grade < 1) {
                throw new IllegalArgumentException("a rated candidate of " + prompt.length + " tokens has grade "
                        + grade + "; expected tokens, and a grade from 1");
            }
        }
    }

    /** Verdicts alone, of the history's own domain. */
    public static TaskSequence of(AttributedSequence verdicts) {
        return new TaskSequence(verdicts, List.of(), false);
    }

    /**
     * The same with the reasons of at most so many candidates.
     *
     * @param most 0 for all
     */
    public TaskSequence withReasons(int most) {
        return new TaskSequence(verdicts.withReasons(most), ratings, otherDomains);
    }

    /** The candidates' branches, then those of the ratings. */
    @Override
    public SharedSequence shared() {
        SharedSequence shared = verdicts.shared();
        return ratings.isEmpty()
                ? shared
                : new SharedSequence(
                        shared.prefix(),
                        Stream.concat(
                                        shared.branches().stream(),
                                        ratings.stream().map(Rated::prompt))
                                .toList());
    }

    @Override
    public int deepest() {
        return Math.max(verdicts.deepest(), shared().deepest());
    }
}
