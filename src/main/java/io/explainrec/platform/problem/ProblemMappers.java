package io.explainrec.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into a problem. Only what nobody foresaw is logged, once, under the request's id. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response request(RequestException failure) {
        return respond(ProblemKind.of(failure), failure.getMessage(), failure.errors());
    }

    @ServerExceptionMapper
    Response validation(ConstraintViolationException failure) {
        List<FieldError> errors = failure.getConstraintViolations().stream()
                .map(violation ->
                        new FieldError(lastNodes(violation.getPropertyPath().toString()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
        return respond(ProblemKind.INVALID_INPUT, "The input has " + errors.size() + " faults.", errors);
    }

    /** Named apart, since the framework has a mapper of its own for this class. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure) {
        return json(failure);
    }

    @ServerExceptionMapper
    Response json(JacksonException failure) {
        return respond(ProblemKind.INVALID_INPUT, null, List.of(JsonFault.of(failure)));
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException failure) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException failure) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, ResourceInfo asked) {
        return respond(ProblemKind.FORBIDDEN, allowed(asked).orElse(null), List.of());
    }

    /** Who may, in words; empty where the method does not say. */
    private static Optional<String> allowed(ResourceInfo asked) {
        return Optional.ofNullable(asked.getResourceMethod())
                .map(method -> Optional.ofNullable(method.getAnnotation(RolesAllowed.class))
                        .orElseGet(() -> asked.getResourceClass().getAnnotation(RolesAllowed.class)))
                .map(roles -> "Expected the role " + String.join(" or ", roles.value()) + ".");
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure, UriInfo uri, ContainerRequestContext request) {
        if (failure.getCause() instanceof JacksonException json) {
            return json(json);
        }
        if (failure.getCause() instanceof NumberFormatException noNumber) {
            // The framework calls this "not found"; the path was found, though.
            List<FieldError> wrong = noNumbers(uri, String.valueOf(noNumber.getMessage()));
            if (!wrong.isEmpty()) {
                return request(new InvalidInput(wrong));
            }
        }
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        ProblemKind kind = ProblemKind.ofStatus(status);
        return switch (kind) {
            case INTERNAL -> unforeseen(failure);
            default -> respond(kind, advice(kind, uri.getPath(), request), List.of());
        };
    }

    /** What is wrong with a request that reached nobody; null on a page, which says so in words of its own. */
    private static String advice(ProblemKind kind, String path, ContainerRequestContext request) {
        if (!path.startsWith("/api/")) {
            return null;
        }
        return switch (kind) {
            case NOT_FOUND -> "Nothing is at " + path + "; /q/openapi says what there is.";
            case METHOD_NOT_ALLOWED ->
                request.getMethod() + " is not answered at " + path + "; /q/openapi says what is.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "The Content-Type "
                        + Optional.ofNullable(request.getHeaderString("Content-Type"))
                                .orElse("is missing, which") + " is not read at " + path
                        + "; /q/openapi says which are, most often application/json.";
            default -> null;
        };
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure) {
        Optional<ProblemKind> passing = DatabaseFault.of(failure);
        if (passing.isPresent()) {
            LOG.warnf("the database refused a request: %s", failure.getMessage());
            String advice =
                    switch (passing.get()) {
                        case INVALID_INPUT -> "The input has text that cannot be stored, such as U+0000.";
                        case CONFLICT -> "Another request changed the same thing at the same moment; send it again.";
                        default -> "The database does not answer; send it again in a few seconds.";
                    };
            if (passing.get() == ProblemKind.INVALID_INPUT) {
                return respond(passing.get(), advice, List.of());
            }
            return Response.fromResponse(respond(passing.get(), advice, List.of()))
                    .header("Retry-After", "1")
                    .build();
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "request %s failed", id);
        Problem problem = ProblemKind.INTERNAL.with("The cause is in the log under this request's id.", id, List.of());
        return response(problem);
    }

    /** Parameters of the query with the text that the failure speaks of. */
    private static List<FieldError> noNumbers(UriInfo uri, String failure) {
        return uri.getQueryParameters().entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(value -> failure.contains("\"" + value + "\"")))
                .map(entry -> new FieldError(
                        entry.getKey(), "is '" + entry.getValue().getFirst() + "'; expected a whole number"))
                .toList();
    }

    private static Response unauthenticated() {
        return Response.fromResponse(response(Problem.unauthenticated()))
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    private static Response respond(ProblemKind kind, String detail, List<FieldError> errors) {
        return response(kind.with(detail, UUID.randomUUID().toString(), errors));
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    /** The path without the method's and the parameter's name in front of a body's field. */
    private static String lastNodes(String path) {
        String[] nodes = path.split("\\.");
        return nodes.length <= 2
                ? nodes[nodes.length - 1]
                : Arrays.stream(nodes).skip(2).collect(Collectors.joining("."));
    }
}
