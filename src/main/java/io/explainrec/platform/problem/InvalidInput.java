package io.explainrec.platform.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Fields of the input are wrong; all of them are named at once. */
public class InvalidInput extends RequestException {
    private static final long serialVersionUID = 1L;

    public InvalidInput(List<FieldError> errors) {
        super(
                errors.stream()
                        .map(error -> error.field() + ": " + error.message())
                        .collect(Collectors.joining("; ")),
                errors);
    }

    public InvalidInput(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }
}
