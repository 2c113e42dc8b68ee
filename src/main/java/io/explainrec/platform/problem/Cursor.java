package io.explainrec.platform.problem;

import java.util.UUID;

/** Where a page of a list begins: behind the one whose id was sent as {@code after}. */
public final class Cursor {
    private Cursor() {}

    /**
     * The id.
     *
     * @param after null for the first page, which stays null
     * @throws InvalidInput where it is none
     */
    public static UUID of(String after) {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw unknown(after);
        }
    }

    /** That nothing of this id is in the list, so that no page begins there. */
    public static InvalidInput unknown(Object after) {
        return new InvalidInput("after", "is '" + after + "'; expected what the page before ended with");
    }
}
