package io.explainrec.platform.problem;

import java.util.List;

/** The request contradicts what is there. */
public class Conflict extends RequestException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
        super(message, List.of());
    }
}
