package io.explainrec.platform.problem;

import java.util.List;

/** A part that the request needs does not answer now; it may be tried again. */
public class Unavailable extends RequestException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
        super(message, List.of());
    }
}
