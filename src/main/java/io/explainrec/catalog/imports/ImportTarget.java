package io.explainrec.catalog.imports;

/** Where the rows of an import go: the domain of its items, and the namespace of its users. */
public record ImportTarget(String domain, String namespace) {}
