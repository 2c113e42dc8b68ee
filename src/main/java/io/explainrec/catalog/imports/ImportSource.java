package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import java.util.List;
import java.util.function.Consumer;

/**
 * A data set that can be read, row by row, in the order items, users, interactions. Read again, it gives the same rows in the
 * same order, as long as its files stay the same: an import that was interrupted goes on by it.
 */
public interface ImportSource {
    /** Name of the format. */
    String format();

    /** Name of the data set, and of its namespace of users unless another is asked for. */
    String name();

    /** The domain that is made where there is none; null where it must exist already. */
    Domain.Input domain();

    /**
     * Names of the domains that the rows name, where they do; empty where all are of the source's own. Each is made as
     * {@link #domain()} says, which is then the domain of no row.
     */
    default List<String> domains() {
        return List.of();
    }

    /** Whether a domain that exists must have the scale of {@link #domain()}, since the rows are on it. */
    default boolean bringsScale() {
        return false;
    }

    /** Whether the data are generated, which the domain then says. */
    default boolean generated() {
        return false;
    }

    /** Size, in the unit that {@link #read} counts; 0 where it is not known. */
    long size();

    /**
     * Reads everything.
     *
     * @param rows takes each row
     * @param progress takes how much was read so far
     * @throws ImportException where the source as a whole cannot be read
     */
    void read(Consumer<Row> rows, Consumer<Long> progress);
}
