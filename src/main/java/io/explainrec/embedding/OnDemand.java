package io.explainrec.embedding;

import io.explainrec.platform.problem.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Something that is loaded when it is first needed; where that fails, it is tried again after a while, and callers in between are
 * refused at once. {@link #get} belongs to one thread.
 */
final class OnDemand<T> {
    private static final Logger LOG = Logger.getLogger(OnDemand.class);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final String what;
    private final Clock clock;
    private final Supplier<T> loader;
    private Instant retryAt = Instant.MIN;
    private T loaded;
    private volatile String trouble;

    /**
     * @param what it is, for people
     */
    OnDemand(String what, Clock clock, Supplier<T> loader) {
        this.what = what;
        this.clock = clock;
        this.loader = loader;
    }

    /**
     * It.
     *
     * @throws Unavailable where it cannot be loaded; operators alone are told the file
     */
    T get() {
        if (loaded == null) {
            if (clock.instant().isBefore(retryAt)) {
                throw unavailable();
            }
            try {
                loaded = loader.get();
                trouble = null;
            } catch (RuntimeException | LinkageError e) {
                trouble = "the " + what + " cannot be loaded: " + e.getMessage();
                retryAt = clock.instant().plus(RETRY_AFTER);
                LOG.errorf(e, "%s; items wait for their vectors, and it is tried again in %s", trouble, RETRY_AFTER);
                throw unavailable();
            }
        }
        return loaded;
    }

    private Unavailable unavailable() {
        return new Unavailable("The " + what + " does not work; /q/health and the log say why.");
    }

    /** It, where it was loaded; else null. */
    T loaded() {
        return loaded;
    }

    /** Why it could not be loaded, with the file; null where nothing is wrong. */
    String trouble() {
        return trouble;
    }
}
