package io.explainrec.platform.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses addresses that would be read as another one: bytes that are no text, of which all are read alike, so that one name would reach what
 * has another; and in the API parameters that are unknown, or given twice, of which one would change nothing, unsaid.
 */
class Addresses {
    /**
     * @throws InvalidInput naming what is wrong
     */
    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo asked) {
        URI address = request.getUriInfo().getRequestUri();
        if (!Stream.of(address.getRawPath(), address.getRawQuery())
                .filter(Objects::nonNull)
                .allMatch(Addresses::isText)) {
            throw new InvalidInput("address", "has bytes after % that are no UTF-8; expected é as %C3%A9");
        }
        if (request.getUriInfo().getPath().startsWith("/api/") && asked.getResourceMethod() != null) {
            checkParameters(request, asked);
        }
    }

    private static void checkParameters(ContainerRequestContext request, ResourceInfo asked) {
        List<String> known = Arrays.stream(asked.getResourceMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RestQuery.class))
                .map(Parameter::getName)
                .toList();
        List<FieldError> wrong = new ArrayList<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                wrong.add(new FieldError(
                        name,
                        "is no parameter here; "
                                + (known.isEmpty()
                                        ? "there are none"
                                        : "the parameters are " + String.join(", ", known))));
            } else if (values.size() > 1) {
                wrong.add(new FieldError(name, "is given " + values.size() + " times; expected once"));
            }
        });
        if (!wrong.isEmpty()) {
            throw new InvalidInput(wrong);
        }
    }

    /** Whether what is escaped by % is UTF-8. */
    private static boolean isText(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int c = 0; c < raw.length(); c++) {
            if (raw.charAt(c) == '%') {
                bytes.write(Integer.parseInt(raw.substring(c + 1, c + 3), 16));
                c += 2;
            } else {
                bytes.write('.');
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
