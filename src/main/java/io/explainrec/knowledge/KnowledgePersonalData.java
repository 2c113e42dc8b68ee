package io.explainrec.knowledge;

import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** What is kept of a person between two builds: how often they liked which attribute values. */
@ApplicationScoped
class KnowledgePersonalData implements PersonalDataHolder {
    private final Statements sql;

    KnowledgePersonalData(DataSource database) {
        sql = new Statements(database);
    }

    /**
     * How many opinions on a value in a month, and how many of them likes.
     *
     * @param month as 2026-01, in UTC
     */
    record Counted(String domain, String attribute, String value, String month, long opinions, long likes) {}

    @Override
    public String part() {
        return "knowledge";
    }

    @Override
    public List<Counted> export(UUID userId) {
        return sql.query(
                """
                SELECT d.name, k.attribute, k.value, o.month / 12 || '-' || lpad((o.month % 12 + 1)::text, 2, '0'), o.said, o.liked
                FROM kb_person p, unnest(p.value_ids, p.months, p.said, p.liked) AS o (value_id, month, said, liked)
                JOIN kb_value k ON k.id = o.value_id JOIN domain d ON d.id = k.domain_id
                WHERE p.user_id = ? ORDER BY d.name, k.attribute, k.value, o.month
                """,
                row -> new Counted(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6)),
                userId);
    }

    @Override
    public Map<String, Long> erase(UUID userId) {
        long kept = sql.query("DELETE FROM kb_person WHERE user_id = ? RETURNING 1", row -> 1, userId)
                .size();
        return Map.of("knowledge", kept);
    }
}
