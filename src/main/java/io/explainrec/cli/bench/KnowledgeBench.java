package io.explainrec.cli.bench;

import io.explainrec.knowledge.KnowledgeBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * What building the knowledge base costs beside one full aggregate query over the same generated interactions: for each attribute value
 * and each demographic cell, how many opinions, likes and people. The sides take turns. Needs an empty installation.
 */
@ApplicationScoped
public class KnowledgeBench {
    private static final String AGGREGATE = """
            SELECT count(*) FROM (
                SELECT i.domain_id, a.key, v.value, u.age_band, u.gender, u.occupation,
                       count(*), count(*) FILTER (WHERE n.liked), count(DISTINCT n.user_id)
                FROM interaction n JOIN item i ON i.id = n.item_id JOIN app_user u ON u.id = n.user_id,
                     jsonb_each(i.attributes) a, jsonb_array_elements_text(a.value) v
                GROUP BY i.domain_id, a.key, v.value, ROLLUP (u.age_band, u.gender, u.occupation)) AS cells
            """;

    /** Two domains of 500 items with three attributes of 10, 8 and 8 values; a hundred events a person over two years. */
    private static final String SHOP = """
            SELECT setseed(0.5);
            INSERT INTO domain (name, title) VALUES ('films', 'Generated films'), ('books', 'Generated books');
            INSERT INTO item (domain_id, external_id, title, attributes)
            SELECT d.id, 'item-' || k, 'Item ' || k, jsonb_build_object(
                     'genre', jsonb_build_array('genre ' || floor(random() * 10)),
                     'mood', jsonb_build_array('mood ' || floor(random() * 8)),
                     'setting', jsonb_build_array('setting ' || floor(random() * 8)))
            FROM domain d, generate_series(1, 500) AS k;
            INSERT INTO app_user (namespace, external_id, age_band, gender, occupation)
            SELECT 'bench', 'user-' || k, 'age ' || floor(random() * 7), 'gender ' || floor(random() * 2),
                   'occupation ' || floor(random() * 8)
            FROM generate_series(1, %1$d / 100) AS k;
            INSERT INTO interaction (user_id, item_id, liked, occurred_at)
            SELECT u.id, i.id, random() < 0.5, timestamptz '2024-01-01' + k * (interval '731 days' / %1$d)
            FROM (SELECT k, 1 + k %% (%1$d / 100) AS u, 1 + floor(random() * 1000) AS i FROM generate_series(1, %1$d) AS k) AS event
            JOIN (SELECT id, row_number() OVER (ORDER BY id) AS u FROM app_user) AS u USING (u)
            JOIN (SELECT id, row_number() OVER (ORDER BY id) AS i FROM item) AS i USING (i);
            """;

    private final DataSource database;
    private final KnowledgeBuilder builder;

    KnowledgeBench(DataSource database, KnowledgeBuilder builder) {
        this.database = database;
        this.builder = builder;
    }

    /** Measures and prints. */
    public void run(int rows, int repetitions, PrintStream out) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SHOP.formatted(rows));
            statement.execute("VACUUM ANALYZE");
            statement.execute("SET work_mem = '128MB'"); // as a build has
            double[] aggregate = new double[repetitions];
            double[] anew = new double[repetitions];
            double[] again = new double[repetitions];
            for (int i = 0; i < repetitions; i++) {
                long begin = System.nanoTime();
                statement.execute(AGGREGATE);
                aggregate[i] = since(begin);
                begin = System.nanoTime();
                builder.build("bench", true);
                anew[i] = since(begin);
                begin = System.nanoTime();
                builder.build("bench", false);
                again[i] = since(begin);
            }
            Samples query = new Samples("one full aggregate query", aggregate);
            Samples full = new Samples("a build, everybody counted anew", anew);
            Samples incremental = new Samples("a build, nothing new", again);
            out.printf("%,d generated interactions%n", rows);
            out.println(query.row());
            out.println(full.row());
            out.println(incremental.row());
            out.printf(Locale.ROOT, "RESULT knowledge.build_seconds %.2f%n", full.median());
            out.println(query.speedupOver(full).result("knowledge.build_per_query"));
            out.println(query.speedupOver(incremental).result("knowledge.incremental_per_query"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
