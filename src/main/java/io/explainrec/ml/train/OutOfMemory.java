package io.explainrec.ml.train;

import java.util.Locale;

/** Tells the engine's failures for want of memory from others: it throws one type for all. */
final class OutOfMemory {
    private OutOfMemory() {}

    static boolean says(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = at.getMessage() == null ? "" : at.getMessage().toLowerCase(Locale.ROOT);
            if (message.contains("out of memory")
                    || message.contains("can't allocate memory")
                    || message.contains("not enough memory")
                    || message.contains("alloc_failed")) {
                return true;
            }
        }
        return false;
    }
}
