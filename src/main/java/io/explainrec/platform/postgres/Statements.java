package io.explainrec.platform.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Single statements whose parameters are values, never text of the statement; in the caller's transaction, if there is one. Arrays of
 * {@code UUID} and {@code String} go as PostgreSQL's {@code uuid[]} and {@code text[]}.
 *
 * @param database that they go to
 */
public record Statements(DataSource database) {
    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * All rows, in their order.
     *
     * @param parameters of the statement's question marks
     * @throws IllegalStateException where the database refuses it
     */
    public <T> List<T> query(String sql, Reader<T> reader, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Changes rows.
     *
     * @param parameters of the statement's question marks
     * @return how many
     * @throws IllegalStateException where the database refuses it
     */
    public int execute(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Changes rows by one statement with many parameters, sent together.
     *
     * @param parameters of the statement's question marks, each time
     * @throws IllegalStateException where the database refuses one
     */
    public void executeAll(String sql, List<Object[]> parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] each : parameters) {
                bind(statement, each);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the statement's parameters, for who holds a connection of their own. */
    public static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case UUID[] ids ->
                    statement.setArray(i + 1, statement.getConnection().createArrayOf("uuid", ids));
                case String[] texts ->
                    statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
                case null, default -> statement.setObject(i + 1, parameters[i]);
            }
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, parameters);
        return statement;
    }
}
