package io.explainrec.platform;

import java.util.Optional;

/** When something that is made of interactions is made anew in the background. */
public final class Growth {
    private Growth() {}

    /**
     * Whether enough came in.
     *
     * @param now interactions that there are
     * @param last interactions that the newest one was made of; empty where there is none
     * @param least interactions that there must be in all
     * @param growth share of the last ones that must be new
     */
    public static boolean isDue(long now, Optional<Long> last, long least, double growth) {
        return now >= least && (last.isEmpty() || now - last.get() >= growth * Math.max(1, last.get()));
    }
}
