package io.explainrec.cli.data;

import io.explainrec.catalog.imports.Row;
import java.util.Locale;

/** Counts rows that cannot be read, and keeps the first, so that it is known what is wrong with them. */
final class UnreadRows {
    private long count;
    private Row.Refused first;

    void add(Row.Refused row) {
        first = count++ == 0 ? row : first;
    }

    /**
     * A sentence; empty where there are none.
     *
     * @param what they are
     */
    String says(String what) {
        return count == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,d %s, the first %s line %d%s %s. ",
                        count,
                        what,
                        first.origin().part(),
                        first.origin().line(),
                        first.field().equals("line") ? "" : ": " + first.field(),
                        first.message());
    }
}
