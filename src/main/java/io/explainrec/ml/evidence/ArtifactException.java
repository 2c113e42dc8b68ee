package io.explainrec.ml.evidence;

/** A decision artefact that cannot be read, written or used; the message names the file, what was expected, and the fix. */
public class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArtifactException(String message) {
        super(message);
    }

    public ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
