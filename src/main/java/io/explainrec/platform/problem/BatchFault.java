package io.explainrec.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import java.io.CharConversionException;
import java.util.List;
import java.util.Optional;

/** What a failure says of one part of a batch, whose other parts go on. */
public final class BatchFault {
    private static final String PART = "line";

    private BatchFault() {}

    /** What is wrong with the part; empty where the failure is on our side, so that the parts behind it would fail too. */
    public static Optional<List<FieldError>> of(Throwable failure) {
        return switch (failure) {
            case Unavailable e -> Optional.empty();
            case RequestException e -> Optional.of(e.errors().isEmpty() ? part(e.getMessage()) : e.errors());
            case JacksonException e -> Optional.of(List.of(JsonFault.ofLine(e)));
            case CharConversionException e -> Optional.of(part("is not valid UTF-8"));
            default -> DatabaseFault.of(failure).flatMap(BatchFault::of);
        };
    }

    private static Optional<List<FieldError>> of(ProblemKind kind) {
        return switch (kind) {
            case CONFLICT ->
                Optional.of(part("met another request that changed the same thing at the same moment; send it again"));
            case INVALID_INPUT -> Optional.of(part("has text that cannot be stored, such as U+0000"));
            default -> Optional.empty();
        };
    }

    private static List<FieldError> part(String message) {
        return List.of(new FieldError(PART, message));
    }
}
