package io.explainrec.catalog.imports;

import java.time.Instant;
import java.util.UUID;

/**
 * An import and how far it is.
 *
 * @param accepted rows that are in, those that were there before among them
 * @param rejected rows that were refused
 * @param message what ended it, where it failed
 */
public record ImportJob(
        UUID id,
        String format,
        String source,
        String namespace,
        String domain,
        String status,
        long accepted,
        long rejected,
        long done,
        long total,
        String message,
        Instant createdAt,
        Instant finishedAt) {
    /** A refused row: where, which field, and what was expected. */
    public record Failure(String part, long line, String field, String message, String excerpt) {}
}
