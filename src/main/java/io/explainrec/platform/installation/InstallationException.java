package io.explainrec.platform.installation;

/** The installation cannot be used as it is; the message says what was found, what was expected, and the fix. */
public class InstallationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InstallationException(String message) {
        super(message);
    }

    public InstallationException(String message, Throwable cause) {
        super(message, cause);
    }
}
