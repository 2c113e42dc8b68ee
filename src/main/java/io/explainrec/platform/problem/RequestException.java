package io.explainrec.platform.problem;

import java.util.List;

/** A request that cannot be done as asked; the message may be shown to whoever asked. */
public abstract class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    protected RequestException(String message, List<FieldError> errors) {
        super(message);
        this.errors = List.copyOf(errors);
    }

    /** Every field that is wrong; empty where the fault is not in a field. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The status of an answer that says it on a page; a mapper says it to everybody else. */
    public int status() {
        return ProblemKind.of(this).status();
    }
}
