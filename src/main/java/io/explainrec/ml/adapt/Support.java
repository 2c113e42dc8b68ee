package io.explainrec.ml.adapt;

import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.List;

/**
 * What a user said last, as a row of instruction data has it: candidates with verdicts, and the history before the first of them.
 *
 * @param before the history
 * @param said at most {@value #MOST}, oldest first
 */
public record Support(Profile before, List<Said> said) {
    /** As many as a row of instruction data has by default. */
    public static final int MOST = 8;

    /** An item with its verdict. */
    public record Said(Candidate candidate, boolean liked) {}

    public Support {
        said = List.copyOf(said);
    }

    /** The verdicts. */
    boolean[] liked() {
        boolean[] liked = new boolean[said.size()];
        for (int r = 0; r < liked.length; r++) {
            liked[r] = said.get(r).liked();
        }
        return liked;
    }
}
