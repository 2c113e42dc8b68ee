package io.explainrec.portal;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked for in the catalogue, as the address of the page has it; null where nothing is asked. */
public record Search(String domain, String q, String attribute) {
    public Search {
        q = q == null || q.isBlank() ? null : q;
        attribute = attribute == null || attribute.isBlank() ? null : attribute;
    }

    /** Whether less than the whole domain is looked for. */
    public boolean narrow() {
        return q != null || attribute != null;
    }

    /** The query of a link that keeps all of it. */
    public String query() {
        return Stream.of(part("domain", domain), part("q", q), part("attribute", attribute))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String part(String name, String value) {
        return value == null ? "" : name + "=" + PageValues.encoded(value);
    }
}
