package io.explainrec.catalog.imports;

/** A source cannot be read at all; the message names the file, what was expected, and the fix. */
public class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImportException(String message) {
        super(message);
    }

    public ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
