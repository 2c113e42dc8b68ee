package io.explainrec.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * The body of an error, RFC 9457.
 *
 * @param type stable name of the kind of problem
 * @param instance id of the request, to find it in the log
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, String instance, List<FieldError> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Of whom no token tells. */
    public static Problem unauthenticated() {
        return ProblemKind.UNAUTHENTICATED.with(
                "Send 'Authorization: Bearer <token>'; './explainrec token create <name>' makes a token.",
                UUID.randomUUID().toString(),
                List.of());
    }

    /** A problem of which no more is known than its status. */
    public static Problem ofStatus(int status) {
        return ProblemKind.ofStatus(status).with(null, UUID.randomUUID().toString(), List.of());
    }
}
