package io.explainrec.platform.problem;

import java.util.List;

/** What was asked for is not there. */
public class NotFound extends RequestException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message, List.of());
    }
}
