package io.explainrec.platform.problem;

import java.util.List;

/** The input has a media type that is not read here. */
public class UnsupportedInput extends RequestException {
    private static final long serialVersionUID = 1L;

    public UnsupportedInput(String message) {
        super(message, List.of());
    }
}
