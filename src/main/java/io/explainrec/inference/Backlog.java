package io.explainrec.inference;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long calls take that one thread computes one after another, so that who would come too late is told at once. */
final class Backlog {
    /** How much of a call's time goes into what is typical. */
    private static final double NEWEST = 0.25;

    private final LongSupplier nanos;
    /** In nanoseconds; 0 before the first call that was computed. */
    private volatile double typical;
    /** When the call that is computed began; 0 while there is none. */
    private volatile long begun;

    /**
     * @param nanos the time, in nanoseconds since whenever
     */
    Backlog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Computes a call on the thread; one that fails, or is given up, is not typical. */
    <T> T timed(Supplier<T> call) {
        long begin = nanos.getAsLong();
        begun = begin;
        try {
            T result = call.get();
            double took = nanos.getAsLong() - begin;
            typical = typical == 0 ? took : typical + NEWEST * (took - typical);
            return result;
        } finally {
            begun = 0;
        }
    }

    /** About when another call would be answered; zero where it would be computed at once, since then it may as well be tried. */
    Duration expected(int waiting) {
        long since = begun;
        if (waiting == 0 && since == 0) {
            return Duration.ZERO;
        }
        double left = since == 0 ? 0 : Math.max(0, typical - (nanos.getAsLong() - since));
        return Duration.ofNanos((long) (left + (waiting + 1) * typical));
    }
}
