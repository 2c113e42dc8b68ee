package io.explainrec.platform.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what the API has no parameter for in an address, as it refuses unknown fields: a name that is mistyped would change nothing, unsaid. */
class KnownParameters {
    /**
     * @throws InvalidInput where the address has parameters that its method does not take
     */
    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo asked) {
        Set<String> given = request.getUriInfo().getQueryParameters().keySet();
        if (given.isEmpty()
                || !request.getUriInfo().getPath().startsWith("/api/")
                || asked.getResourceMethod() == null) {
            return;
        }
        List<String> known = Arrays.stream(asked.getResourceMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RestQuery.class))
                .map(Parameter::getName)
                .toList();
        List<FieldError> unknown = given.stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(
                        name,
                        "is no parameter here; "
                                + (known.isEmpty()
                                        ? "there are none"
                                        : "the parameters are " + String.join(", ", known))))
                .toList();
        if (!unknown.isEmpty()) {
            throw new InvalidInput(unknown);
        }
    }
}
