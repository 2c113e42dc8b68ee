package io.explainrec.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A state of the knowledge base.
 *
 * @param status {@code queued}, {@code running}, {@code ready} or {@code failed}
 * @param builtAt null until it is ready
 * @param interactions that it rests on
 * @param people who said something of an attribute value
 * @param entries how many it has; where demographics are switched off, without those that rest on them, as are findings
 * @param findings those among them that count as found
 * @param message why it failed; null unless it did
 * @param precedesAnErasure whether somebody was erased since its build began, whom it may count: it is made active only in the place of one that may count
 *     more of them
 * @param activatedAt when it was last made active; null where never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(
        UUID id,
        String status,
        String askedBy,
        Instant askedAt,
        Instant builtAt,
        long interactions,
        long people,
        long entries,
        long findings,
        Rules rules,
        String message,
        boolean active,
        boolean precedesAnErasure,
        Instant activatedAt,
        String activatedBy) {
    static final String READY = "ready";

    /** Whether it was built, and can be read. */
    public boolean ready() {
        return status.equals(READY);
    }

    /** Whether it may be made active. */
    public boolean mayServe() {
        return ready() && !precedesAnErasure;
    }

    /** Whether it waits to be built, or is being built. */
    public boolean open() {
        return status.equals("queued") || status.equals("running");
    }
}
