package io.explainrec.platform.problem;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The one table from a class of failure to how HTTP says it. A class that is not in it is what its superclass is. */
enum ProblemKind {
    INVALID_INPUT(400, "The input is not valid"),
    UNAUTHENTICATED(401, "Sign in, or send a bearer token"),
    FORBIDDEN(403, "Your role may not do this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This cannot be done here"),
    NOT_ACCEPTABLE(406, "This cannot be given in the form that was asked for"),
    CONFLICT(409, "This contradicts what is there"),
    TOO_LARGE(413, "The input is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The input has a form that is not read here"),
    INTERNAL(500, "Something failed on our side"),
    UNAVAILABLE(503, "A part of the service does not answer now");

    private static final Map<Class<? extends Throwable>, ProblemKind> BY_CLASS = Map.of(
            InvalidInput.class, INVALID_INPUT,
            NotFound.class, NOT_FOUND,
            Conflict.class, CONFLICT,
            TooLarge.class, TOO_LARGE,
            UnsupportedInput.class, UNSUPPORTED_MEDIA_TYPE,
            Unavailable.class, UNAVAILABLE);

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    static ProblemKind of(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            ProblemKind kind = BY_CLASS.get(type);
            if (kind != null) {
                return kind;
            }
        }
        return INTERNAL;
    }

    static ProblemKind ofStatus(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < 500 ? INVALID_INPUT : INTERNAL;
    }

    int status() {
        return status;
    }

    Problem with(String detail, String instance, List<FieldError> errors) {
        String type =
                "urn:explainrec:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(type, title, status, detail, instance, errors);
    }
}
