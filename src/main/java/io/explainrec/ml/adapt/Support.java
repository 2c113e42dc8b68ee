package io.explainrec.ml.adapt;

import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.List;
import java.util.function.Predicate;

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

    /**
     * Those of somebody's events that are said last, of the kind that is asked about.
     *
     * @param events newest last
     */
    public static <E> List<E> last(List<E> events, Predicate<E> ofKind) {
        List<E> own = events.stream().filter(ofKind).toList();
        return own.subList(Math.max(0, own.size() - MOST), own.size());
    }

    /** The events before the first of {@link #last}; all of them where there is none of the kind. */
    public static <E> List<E> before(List<E> events, List<E> last) {
        return last.isEmpty() ? events : events.subList(0, events.indexOf(last.getFirst()));
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
