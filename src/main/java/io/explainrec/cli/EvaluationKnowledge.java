package io.explainrec.cli;

import io.explainrec.cli.bench.ScratchInstallation;
import io.explainrec.knowledge.CountedPast;
import io.explainrec.knowledge.KnowledgeConfig;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.platform.postgres.Database;
import io.explainrec.platform.postgres.OpenInstallation;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/** The knowledge base of an evaluation, in a database that is gone with it. */
final class EvaluationKnowledge implements AutoCloseable {
    private final ScratchInstallation scratch = ScratchInstallation.make();
    private final OpenInstallation open;
    private final Connection connection;

    /**
     * Works with a data set, and where it is asked for with what the knowledge base says of it at any time.
     *
     * @param seed of its noise
     */
    static <T> T with(boolean asked, DataSet data, long seed, Function<DataSet, T> work) {
        if (!asked) {
            return work.apply(data);
        }
        try (EvaluationKnowledge knowledge = new EvaluationKnowledge()) {
            return work.apply(knowledge.of(data, seed));
        }
    }

    private EvaluationKnowledge() {
        OpenInstallation opened = null;
        try {
            opened = OpenInstallation.own(scratch.installation());
            connection = migrated(opened.database());
        } catch (SQLException | RuntimeException e) {
            try (scratch) {
                if (opened != null) {
                    opened.close();
                }
            }
            throw new CommandException(
                    "the knowledge base's database cannot be made in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + "; leave out --knowledge, or see to what is in its way");
        }
        open = opened;
    }

    private static Connection migrated(Database database) throws SQLException {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:db/migrations")
                .load()
                .migrate();
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** The data set with what the knowledge base says at any time, by the rules as they are configured. */
    private DataSet of(DataSet data, long seed) {
        KnowledgeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withMapping(KnowledgeConfig.class)
                .build()
                .getConfigMapping(KnowledgeConfig.class);
        return data.with(new CountedPast(connection, data, config.rules(), "evaluation " + seed));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            open.close();
            scratch.close();
        }
    }
}
