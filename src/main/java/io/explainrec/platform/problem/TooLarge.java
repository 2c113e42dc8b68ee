package io.explainrec.platform.problem;

import java.util.List;

/** The input is larger than its limit. */
public class TooLarge extends RequestException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
        super(message, List.of());
    }
}
