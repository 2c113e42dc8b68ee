package io.explainrec.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.PastKnowledge;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * What the knowledge base says of any past of a data set, counted by the statements that count a shop's. They find the data set in
 * temporary tables of one connection, so that the database's own are neither read nor written.
 */
public final class CountedPast implements PastKnowledge {
    private static final List<String> TABLES =
            List.of("domain", "item", "app_user", "interaction", "kb_value", "kb_person");

    private static final String COPY = "COPY pg_temp.interaction (user_id, item_id, liked, occurred_at) FROM STDIN";
    private static final int BATCH = 1000;

    private final Connection connection;
    private final Counting counting;
    private final Rules rules;

    /**
     * @param connection to a database of this program, without an open transaction; it belongs to this from now on
     * @param secret that noise is drawn with: the same one gives the same figures
     */
    public CountedPast(Connection connection, DataSet data, Rules rules, String secret) {
        this.connection = connection;
        this.rules = rules;
        counting = new Counting(() -> secret);
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TEMP TABLE %1$s (LIKE public.%1$s INCLUDING DEFAULTS INCLUDING IDENTITY)"
                        .formatted(table));
            }
            new Shop(data).fill();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized KnowledgeTables of(Interactions past) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE pg_temp.interaction, pg_temp.kb_person");
            Instant last = copied(past);
            statement.execute("ANALYZE pg_temp.interaction");
            return AsEvidence.of(counting.count(connection, rules, last, true).rows());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a past, and says when it ends. */
    private Instant copied(Interactions past) throws SQLException, IOException {
        Instant last = Instant.EPOCH;
        try (Writer rows = new OutputStreamWriter(
                new PGCopyOutputStream(connection.unwrap(PGConnection.class), COPY), StandardCharsets.UTF_8)) {
            for (int r = 0; r < past.size(); r++) {
                // Without times, everything counts as of one moment.
                last = past.untimed() == 0 ? Instant.ofEpochSecond(past.second(r)) : last;
                rows.write(user(past.user(r)) + "\t" + item(past.item(r)) + "\t" + past.liked(r) + "\t" + last + "\n");
            }
        }
        return last;
    }

    private static UUID user(int user) {
        return new UUID(0, user);
    }

    private static UUID item(int item) {
        return new UUID(1, item);
    }

    /** Items and users, which are the same for every past. */
    private final class Shop {
        private final DataSet data;
        private final ObjectMapper json = new ObjectMapper();
        private final Map<String, UUID> domains = new HashMap<>();

        Shop(DataSet data) {
            this.data = data;
        }

        void fill() throws SQLException {
            for (int i = 0; i < data.items().size(); i++) {
                domain(data.items().get(i).name().domain());
            }
            insert(
                    "INSERT INTO item (id, domain_id, external_id, title, attributes) VALUES (?, ?, ?, '', ?::jsonb)",
                    data.items().size(),
                    i -> {
                        ItemName name = data.items().get(i).name();
                        return new Object[] {item(i), domains.get(name.domain()), name.id(), attributes(i)};
                    });
            insert(
                    "INSERT INTO app_user (id, namespace, external_id, age_band, gender, occupation) VALUES (?, '', ?, ?, ?, ?)",
                    data.people().size(),
                    u -> {
                        Person person = data.people().get(u);
                        return new Object[] {
                            user(u), Integer.toString(u), person.ageBand(), person.gender(), person.occupation()
                        };
                    });
        }

        private void domain(String name) throws SQLException {
            if (!domains.containsKey(name)) {
                UUID id = new UUID(2, domains.size());
                domains.put(name, id);
                insert("INSERT INTO domain (id, name, title) VALUES (?, ?, '')", 1, d -> new Object[] {id, name});
            }
        }

        private String attributes(int item) {
            try {
                return json.writeValueAsString(data.items().get(item).attributes());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private void insert(String sql, int rows, IntFunction<Object[]> values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int r = 0; r < rows; r++) {
                    Object[] row = values.apply(r);
                    for (int v = 0; v < row.length; v++) {
                        statement.setObject(v + 1, row[v]);
                    }
                    statement.addBatch();
                    if ((r + 1) % BATCH == 0 || r + 1 == rows) {
                        statement.executeBatch();
                    }
                }
            }
        }
    }
}
