package io.explainrec.platform.postgres;

/** PostgreSQL could not be prepared, started or stopped; the message holds the end of what it printed. */
public class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PostgresException(String message) {
        super(message);
    }

    public PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
