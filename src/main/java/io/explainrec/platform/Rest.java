package io.explainrec.platform;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A time in which something is left alone, whatever the clock on the wall does meanwhile. */
public final class Rest {
    private final LongSupplier nanoseconds;
    private long until;

    /**
     * @param nanoseconds such as {@link System#nanoTime}
     */
    public Rest(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
        until = nanoseconds.getAsLong();
    }

    /** Begins now, in place of one that goes on. */
    public void begin(Duration length) {
        until = nanoseconds.getAsLong() + length.toNanos();
    }

    /** Whether none goes on. */
    public boolean isOver() {
        return nanoseconds.getAsLong() - until >= 0;
    }
}
