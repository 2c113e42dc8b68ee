package io.explainrec.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03"})
    void isUnavailableWhileTheDatabaseIsAway(String state) {
        assertThat(DatabaseFault.of(new IllegalStateException(new SQLException("away", state))))
                .contains(ProblemKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "23505", "23503"})
    void isAConflictWhereTwoRequestsMet(String state) {
        assertThat(DatabaseFault.of(new IllegalStateException(new SQLException("met", state))))
                .contains(ProblemKind.CONFLICT);
        assertThat(DatabaseFault.of(new OptimisticLockException())).contains(ProblemKind.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P05"})
    void isTheInputsFaultWhereATextCannotBeStored(String state) {
        assertThat(DatabaseFault.of(new IllegalStateException(new SQLException("U+0000", state))))
                .contains(ProblemKind.INVALID_INPUT);
    }

    @Test
    void whoTriesAgainByThemselvesIsHeldUpByNoOtherFailure() {
        Logger log = Logger.getLogger(DatabaseFaultTest.class);
        DatabaseFault.warnWhereAway(log, new IllegalStateException(new SQLException("away", "57P03")));
        RuntimeException ours = new IllegalStateException(new SQLException("syntax error", "42601"));
        assertThatThrownBy(() -> DatabaseFault.warnWhereAway(log, ours)).isSameAs(ours);
    }

    @Test
    void isUnavailableWhereThePoolIsEmptyOrTheServerStops() {
        for (String message :
                new String[] {"Acquisition timeout", "This pool is closed and does not handle any more connections!"}) {
            assertThat(DatabaseFault.of(new SQLException(message))).contains(ProblemKind.UNAVAILABLE);
        }
    }

    @Test
    void isNothingForAFaultOfOurs() {
        assertThat(DatabaseFault.of(new SQLException("syntax error", "42601"))).isEmpty();
        assertThat(DatabaseFault.of(new SQLException("no state"))).isEmpty();
        assertThat(DatabaseFault.of(new NullPointerException())).isEmpty();
    }
}
