package io.explainrec.ml.eval.text;

import java.util.Objects;

/**
 * A user, an item and the reference that explains why one suits the other.
 *
 * @param user id
 * @param item id
 * @param explanation the reference
 */
public record ExplainedRow(
        String user, String item, String title, String userSummary, String itemSummary, String explanation) {
    public ExplainedRow {
        Objects.requireNonNull(user);
        Objects.requireNonNull(item);
    }
}
