package io.explainrec.catalog.imports;

/**
 * Where the rows of an import go: the domain of its items, and the namespace of its users. Of a source with several domains,
 * the domain's name is the beginning of theirs, so that one source's books do not mix with another's.
 */
public record ImportTarget(String domain, String namespace) {
    /**
     * Name of the domain that rows go to.
     *
     * @param named as the rows name it; null for the source's own
     */
    public String domain(String named) {
        return named == null ? domain : domain + "-" + named;
    }
}
