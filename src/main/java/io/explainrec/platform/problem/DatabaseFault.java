package io.explainrec.platform.problem;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Failures of the database that are over when the request is sent again. */
public final class DatabaseFault {
    private static final String CONNECTION = "08";
    private static final String SHUTTING_DOWN_OR_STARTING = "57P";
    /**
     * Serialization failure, deadlock, and what another request did at the same moment: wrote the same unique value, or took away what a
     * row points at.
     */
    private static final Set<String> AT_THE_SAME_MOMENT = Set.of("40001", "40P01", "23505", "23503");

    /** Text that PostgreSQL cannot hold, such as U+0000: as it is, in a path or query, or escaped, in JSON. */
    private static final Set<String> NOT_STORABLE = Set.of("22021", "22P05");

    private DatabaseFault() {}

    /** For who tries again by themselves: one line in the log where the database is away, since it comes back; any other failure goes on. */
    public static void warnWhereAway(Logger log, RuntimeException failure) {
        if (!of(failure).equals(Optional.of(ProblemKind.UNAVAILABLE))) {
            throw failure;
        }
        log.warnf("The database does not answer; it is asked again in the next round: %s", failure.getMessage());
    }

    /** The kind of problem; empty where the failure is of another sort. */
    static Optional<ProblemKind> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException) {
                return Optional.of(ProblemKind.CONFLICT);
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                if (NOT_STORABLE.contains(state)) {
                    return Optional.of(ProblemKind.INVALID_INPUT);
                }
                if (AT_THE_SAME_MOMENT.contains(state)) {
                    return Optional.of(ProblemKind.CONFLICT);
                }
                if (state.startsWith(CONNECTION)
                        || state.startsWith(SHUTTING_DOWN_OR_STARTING)
                        || isPoolEmptyOrClosed(sql)) {
                    return Optional.of(ProblemKind.UNAVAILABLE);
                }
            }
        }
        return Optional.empty();
    }

    /** Closed is what it is while the server stops. */
    private static boolean isPoolEmptyOrClosed(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getSQLState() == null
                && (message.contains("Acquisition timeout") || message.contains("pool is closed"));
    }
}
