package io.explainrec.ml.eval;

import java.util.Optional;

/**
 * Something that says how much a user will like an item: the port through which it is evaluated. Learning makes a
 * {@link Fitted}, which never changes; each protocol takes its own {@link State} from it.
 */
public interface Scorer {
    /** As it is written in results: lower-case letters, digits and hyphens. */
    String name();

    Scale scale();

    /** Learns from what has been. Nothing to learn from is allowed: every score is then as good as another. */
    Fitted fit(Interactions past);

    /** Why it cannot be fitted to data of this size; empty where it can. */
    default Optional<String> obstacle(Interactions data) {
        return Optional.empty();
    }

    /** Whether it takes so much memory that it is fitted and asked while no other such scorer is. */
    default boolean alone() {
        return false;
    }

    /**
     * Who scores in its place, in time, outside of the global split's frozen rows and ranking: what takes minutes for each state is
     * asked once. Empty where nobody does.
     */
    default Optional<Scorer> standIn() {
        return Optional.of(this);
    }

    /** What a score means. */
    enum Scale {
        /** Log-odds of liking. */
        LOG_ODDS,
        /** The rating that is expected. */
        RATING,
        /** Higher is better, and no more. */
        ORDER
    }

    /** What was learned. Immutable, safe for many threads. */
    @FunctionalInterface
    interface Fitted {
        /** A state as of the end of what was learned from. */
        State state();
    }

    /** What is known at a moment. Belongs to one thread. */
    interface State {
        /** The score, for ids that were never seen too; finite. */
        double score(int user, int item);

        /** Scores rows, none of which changes the state. */
        default double[] score(Interactions rows) {
            double[] scores = new double[rows.size()];
            for (int r = 0; r < scores.length; r++) {
                scores[r] = score(rows.user(r), rows.item(r));
            }
            return scores;
        }

        /** Scores all items for a user, to rank them by. */
        default void scoreAll(int user, double[] scores) {
            for (int item = 0; item < scores.length; item++) {
                scores[item] = score(user, item);
            }
        }

        /** Takes in an event that has been: the online protocol. */
        default void observe(Interactions events, int row) {}

        /** Takes in what an event says of its user, and leaves what all users share: the few events of a new user. */
        default void support(Interactions events, int row) {
            observe(events, row);
        }
    }
}
