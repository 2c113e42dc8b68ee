package io.explainrec.ml.text;

import java.util.List;

/**
 * What the prompt says about the user, newest event last; rendered once and shared by all candidates.
 *
 * @param itemKind what the shop calls the items, singular, for example {@code film}
 * @param history events with their verdicts and, where known, their reasons
 * @param known statements about the user's like, most telling first
 */
public record Profile(String itemKind, List<Event> history, List<String> known) {
    public Profile {
        history = List.copyOf(history);
        known = List.copyOf(known);
    }

    /** One of whom the history alone is known. */
    public Profile(String itemKind, List<Event> history) {
        this(itemKind, history, List.of());
    }

    /** One event; reason is null where none is known. */
    public record Event(String title, boolean liked, String reason) {}
}
