package io.explainrec.catalog.imports;

/** A source does not begin with the rows that an interrupted import of it brought in. */
final class SourceChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceChangedException() {
        super("The source changed since its import was interrupted.");
    }
}
