package io.explainrec;

import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An endpoint as its resource declares it.
 *
 * @param consumes the first media type that it reads; null where it reads none
 */
record Endpoint(String method, String path, String consumes) {
    /** Every endpoint of the program. */
    static List<Endpoint> all() throws IOException {
        java.nio.file.Path classes = java.nio.file.Path.of(System.getProperty("explainrec.home"), "target/classes");
        try (Stream<java.nio.file.Path> files = Files.walk(classes.resolve("io/explainrec"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> type(file.replace(".class", "").replace('/', '.')))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .flatMap(method -> of(method).stream())
                    .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method))
                    .toList();
        }
    }

    boolean isForm() {
        return consumes != null && (consumes.contains("form-urlencoded") || consumes.contains("form-data"));
    }

    /** Adds a field in the form's own encoding. */
    RequestSpecification field(RequestSpecification request, String name, String value) {
        return consumes.contains("form-data")
                ? request.multiPart(name, value)
                : request.contentType(consumes).formParam(name, value);
    }

    /** An address at which there is nothing. */
    String address() {
        return path.replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
    }

    private static Optional<Endpoint> of(Method method) {
        return Arrays.stream(method.getAnnotations())
                .flatMap(annotation ->
                        Stream.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class)))
                .findFirst()
                .map(verb -> new Endpoint(verb.value(), pathOf(method), consumedBy(method)));
    }

    private static String pathOf(Method method) {
        Path outer = method.getDeclaringClass().getAnnotation(Path.class);
        Path inner = method.getAnnotation(Path.class);
        String joined = "/" + (outer == null ? "" : outer.value()) + "/" + (inner == null ? "" : inner.value());
        String path = joined.replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String consumedBy(Method method) {
        Consumes own = method.getAnnotation(Consumes.class);
        Consumes all = own != null ? own : method.getDeclaringClass().getAnnotation(Consumes.class);
        return all == null ? null : all.value()[0];
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
