package io.explainrec.catalog.imports;

import java.time.Instant;
import java.util.UUID;

/**
 * An import and how far it is.
 *
 * @param status {@code queued}, {@code running}, {@code succeeded} or {@code failed}
 * @param accepted rows that are in, those that were there before among them
 * @param known rows that were there before
 * @param rejected rows that were refused
 * @param done how much of {@code total} was read
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
        long known,
        long rejected,
        long done,
        long total,
        String message,
        Instant createdAt,
        Instant finishedAt) {
    /** Whether it waits or runs. */
    public boolean open() {
        return finishedAt == null;
    }

    /**
     * A refused row: where, which field, and what was expected.
     *
     * @param number their order
     */
    public record Failure(long number, String part, long line, String field, String message, String excerpt) {}
}
