package io.explainrec.cli.knowledge;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ScratchInstallation;
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
public final class EvaluationKnowledge {
    private EvaluationKnowledge() {}

    /**
     * Works with a data set, and where it is asked for with what the knowledge base says of it at any time.
     *
     * @param seed of its noise
     */
    public static <T> T with(boolean asked, DataSet data, long seed, Function<DataSet, T> work) {
        if (!asked) {
            return work.apply(data);
        }
        try (ScratchInstallation scratch = ScratchInstallation.make();
                OpenInstallation open = opened(scratch);
                Connection connection = migrated(open.database())) {
            return work.apply(counted(data, connection, seed));
        } catch (SQLException e) { // of closing alone
            throw new IllegalStateException(e);
        }
    }

    private static OpenInstallation opened(ScratchInstallation scratch) {
        try {
            return OpenInstallation.own(scratch.installation());
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private static Connection migrated(Database database) {
        try {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .locations("classpath:db/migrations")
                    .load()
                    .migrate();
            return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        } catch (SQLException | RuntimeException e) {
            throw refused(e);
        }
    }

    private static CommandException refused(Exception cause) {
        return new CommandException(
                "the knowledge base's database cannot be made in " + System.getProperty("java.io.tmpdir") + ": "
                        + cause.getMessage() + "; leave out --knowledge, or see to what is in its way");
    }

    /** The data set with what the knowledge base says at any time, by the rules as they are configured. */
    private static DataSet counted(DataSet data, Connection connection, long seed) {
        KnowledgeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withMapping(KnowledgeConfig.class)
                .build()
                .getConfigMapping(KnowledgeConfig.class);
        return data.with(new CountedPast(connection, data, config.rules(), "evaluation " + seed));
    }
}
