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
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * What the knowledge base says of any past of a data set, counted by the statements that count a shop's. They find the data set in
 * temporary tables of one connection, so that the database's own are neither read nor written.
 */
public final class CountedPast implements PastKnowledge {
    private static final List<String> TABLES =
            List.of("domain", "item", "app_user", "interaction", "kb_value", "kb_person");

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
            StringBuilder rows = new StringBuilder();
            Instant last = Instant.EPOCH;
            for (int r = 0; r < past.size(); r++) {
                // Without times, everything counts as of one moment.
                last = past.untimed() == 0 ? Instant.ofEpochSecond(past.second(r)) : last;
                rows.append(user(past.user(r)))
                        .append('\t')
                        .append(item(past.item(r)))
                        .append('\t')
                        .append(past.liked(r))
                        .append('\t')
                        .append(last)
                        .append('\n');
            }
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY pg_temp.interaction (user_id, item_id, liked, occurred_at) FROM STDIN",
                            new StringReader(rows.toString()));
            statement.execute("ANALYZE pg_temp.interaction");
            return AsEvidence.of(counting.count(connection, rules, last, true).rows());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
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
                ItemName name = data.items().get(i).name();
                insert(
                        "INSERT INTO item (id, domain_id, external_id, title, attributes) VALUES (?, ?, ?, '', ?::jsonb)",
                        item(i),
                        domain(name.domain()),
                        name.id(),
                        attributes(i));
            }
            for (int u = 0; u < data.people().size(); u++) {
                Person person = data.people().get(u);
                insert(
                        "INSERT INTO app_user (id, namespace, external_id, age_band, gender, occupation) VALUES (?, '', ?, ?, ?, ?)",
                        user(u),
                        Integer.toString(u),
                        person.ageBand(),
                        person.gender(),
                        person.occupation());
            }
        }

        private UUID domain(String name) throws SQLException {
            UUID known = domains.get(name);
            if (known == null) {
                known = new UUID(2, domains.size());
                domains.put(name, known);
                insert("INSERT INTO domain (id, name, title) VALUES (?, ?, '')", known, name);
            }
            return known;
        }

        private String attributes(int item) {
            try {
                return json.writeValueAsString(data.items().get(item).attributes());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private void insert(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.execute();
            }
        }
    }
}
