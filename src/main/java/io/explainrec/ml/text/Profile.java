package io.explainrec.ml.text;

import java.util.List;

/**
 * What the prompt says about the user, newest event last; rendered once and shared by all candidates.
 *
 * @param itemKind what the shop calls the items, singular, for example {@code film}
 * @param history events with their verdicts and, where known, their reasons
 */
public record Profile(String itemKind, List<Event> history) {
    public Profile {
        history = List.copyOf(history);
    }

    /** One event; reason is null where none is known. */
    public record Event(String title, boolean liked, String reason) {}
}
