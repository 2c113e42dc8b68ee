package io.explainrec.platform.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Reads statements of any number of rows, all as of one moment. Rows come in parts: outside of a transaction the driver holds those of a
 * statement all at once.
 */
public final class ReadTransaction implements AutoCloseable {
    private static final int FETCH = 10_000;

    private final Connection connection;

    private ReadTransaction(Connection connection) {
        this.connection = connection;
    }

    /** Takes a row in. */
    @FunctionalInterface
    public interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    /**
     * Begins one, on a connection of its own.
     *
     * @throws IllegalStateException where the database refuses it
     */
    public static ReadTransaction begin(DataSource database) {
        try {
            ReadTransaction begun = new ReadTransaction(database.getConnection());
            try {
                begun.connection.setAutoCommit(false);
                begun.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                return begun;
            } catch (SQLException e) {
                begun.connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Reads a statement's rows, in their order.
     *
     * @throws IllegalStateException where the database refuses it
     */
    public void each(String sql, Rows rows) {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    rows.take(row);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
