package io.explainrec.catalog.imports;

import java.util.Objects;

/**
 * How far a source was read: a number of rows, and a digest of them, so that a source that no longer begins with these rows
 * is found out. What stands behind them may change, and pictures may. A Java that hashes records in another way makes an
 * import begin again, no more.
 *
 * @param rows from 0
 * @param digest of all rows so far, in their order
 */
record Position(long rows, long digest) {
    static final Position START = new Position(0, 0);

    private static final long PRIME = 0x100000001b3L;

    /** Behind one more row. */
    Position after(Row row) {
        int hash = row instanceof Row.OfItem item
                ? Objects.hash(item.origin(), item.domain(), item.id(), item.item())
                : row.hashCode();
        return new Position(rows + 1, (digest ^ hash) * PRIME);
    }
}
