package io.explainrec.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ReadTransactionQuarkusTest {
    private static final int MORE_THAN_CONNECTIONS = 100;

    @Inject
    DataSource database;

    private static List<String> read(ReadTransaction reading, String sql) {
        List<String> rows = new ArrayList<>();
        reading.each(sql, row -> rows.add(row.getString(1)));
        return rows;
    }

    @Test
    void readsAsOfOneMoment() {
        String sql = "SELECT count(*) FROM domain";
        Statements statements = new Statements(database);
        try (ReadTransaction reading = ReadTransaction.begin(database)) {
            List<String> before = read(reading, sql);
            statements.execute("INSERT INTO domain (name, title) VALUES ('readtransaction', 'Came meanwhile')");
            assertThat(read(reading, sql)).isEqualTo(before);
        } finally {
            statements.execute("DELETE FROM domain WHERE name = 'readtransaction'");
        }
    }

    @Test
    void readsMoreRowsThanComeAtOnce() {
        try (ReadTransaction reading = ReadTransaction.begin(database)) {
            assertThat(read(reading, "SELECT generate_series(1, 25000)"))
                    .hasSize(25_000)
                    .endsWith("25000");
        }
    }

    @Test
    void givesBackAConnectionThatWritesAgainAlsoBehindAFailure() throws SQLException {
        for (int k = 0; k < MORE_THAN_CONNECTIONS; k++) {
            try (ReadTransaction reading = ReadTransaction.begin(database)) {
                assertThatThrownBy(() -> read(reading, "SELECT nothing"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("nothing");
            }
        }
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(new Statements(database).query("SHOW transaction_read_only", row -> row.getString(1)))
                .containsExactly("off");
    }
}
