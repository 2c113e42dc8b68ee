package io.explainrec.ml.instruct;

import java.util.stream.Stream;

/** Rows that can be gone through again and again, one by one: all at once they may be more than the memory. */
@FunctionalInterface
public interface InstructionRows {
    /** All of them, the same each time; to be closed, since they may come from a file. */
    Stream<InstructionRow> stream();
}
