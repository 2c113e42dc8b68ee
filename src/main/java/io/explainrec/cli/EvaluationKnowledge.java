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
import org.flywaydb.core.Flyway;

/** The knowledge base of an evaluation, in a database that is gone with it. */
final class EvaluationKnowledge implements AutoCloseable {
    private final ScratchInstallation scratch = ScratchInstallation.make();
    private final OpenInstallation open;
    private final Connection connection;

    EvaluationKnowledge() {
        open = OpenInstallation.own(scratch.installation());
        Database database = open.database();
        try {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .locations("classpath:db/migrations")
                    .load()
                    .migrate();
            connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        } catch (SQLException e) {
            throw new CommandException("the knowledge base's database does not answer: " + e.getMessage());
        }
    }

    /** The data set with what the knowledge base says at any time, by the rules as they are configured. */
    DataSet of(DataSet data, long seed) {
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
