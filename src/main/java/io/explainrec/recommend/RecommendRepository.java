package io.explainrec.recommend;

import io.explainrec.catalog.User;
import io.explainrec.embedding.AttributeFilter;
import io.explainrec.knowledge.KnowledgeConfig;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.Grade;
import io.explainrec.ml.evidence.Person;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Users with their events, and items by what is asked of them, as a request reads them. */
@ApplicationScoped
class RecommendRepository {
    private final Statements sql;
    private final KnowledgeConfig config;

    RecommendRepository(DataSource database, KnowledgeConfig config) {
        sql = new Statements(database);
        this.config = config;
    }

    /** The user with the newest events, newest last. */
    Requester requester(User user, int limit) {
        String query = """
                SELECT n.item_id, i.domain_id, i.external_id, i.title, n.liked, n.rating, d.rating_low, d.rating_high,
                       (SELECT r.text FROM reason r WHERE r.interaction_id = n.id AND r.provenance = 'stated'
                          ORDER BY r.reasoned_at DESC, r.id LIMIT 1),
                       ARRAY(SELECT v.value FROM jsonb_each(i.attributes) WITH ORDINALITY a,
                               jsonb_array_elements_text(a.value) WITH ORDINALITY v ORDER BY a.ordinality, v.ordinality),
                       n.occurred_at, d.name
                FROM interaction n JOIN item i ON i.id = n.item_id JOIN domain d ON d.id = i.domain_id
                WHERE n.user_id = ? ORDER BY n.occurred_at DESC, n.seq DESC LIMIT ?
                """;
        List<Requester.Event> events = sql.query(
                query,
                row -> new Requester.Event(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        new ItemReference(row.getString(12), row.getString(3), row.getString(4)),
                        row.getBoolean(5),
                        grade(row),
                        row.getString(9),
                        new PromptStyle.Told(
                                row.getString(3),
                                row.getString(4),
                                List.of((String[]) row.getArray(10).getArray()),
                                row.getBoolean(5),
                                row.getTimestamp(11).toInstant().getEpochSecond())),
                user.id(),
                limit);
        Collections.reverse(events);
        return new Requester(
                user.id(),
                user.namespace(),
                user.externalId(),
                person(user.ageBand(), user.gender(), user.occupation()),
                events);
    }

    /** Demographics, where the shop uses any. */
    Person person(String ageBand, String gender, String occupation) {
        return config.person(ageBand, gender, occupation);
    }

    private static double grade(ResultSet row) throws SQLException {
        Float rating = row.getObject(6, Float.class);
        Float low = row.getObject(7, Float.class);
        Float high = row.getObject(8, Float.class);
        return rating == null || low == null || high == null
                ? Grade.of(row.getBoolean(5))
                : Grade.of(row.getBoolean(5), rating, low, high);
    }

    /** Items of the domain that the user has any event on, however old. */
    Set<UUID> consumed(UUID userId, UUID domainId) {
        String query =
                "SELECT n.item_id FROM interaction n JOIN item i ON i.id = n.item_id WHERE n.user_id = ? AND i.domain_id = ?";
        return new HashSet<>(sql.query(query, row -> row.getObject(1, UUID.class), userId, domainId));
    }

    /** Those of these items that may be shown: in the domain, not retired, with the filter's attributes. */
    Set<UUID> showable(UUID domainId, Collection<UUID> items, Map<String, String> filters) {
        String query = """
                SELECT id FROM item WHERE domain_id = ? AND id = ANY (?) AND retired_at IS NULL AND attributes @> ?::jsonb
                """;
        return new HashSet<>(sql.query(
                query,
                row -> row.getObject(1, UUID.class),
                domainId,
                items.toArray(UUID[]::new),
                AttributeFilter.json(filters)));
    }

    /** All items of the domain that may be shown, with the filter's attributes. */
    Set<UUID> filtered(UUID domainId, Map<String, String> filters) {
        String query = "SELECT id FROM item WHERE domain_id = ? AND retired_at IS NULL AND attributes @> ?::jsonb";
        return new HashSet<>(
                sql.query(query, row -> row.getObject(1, UUID.class), domainId, AttributeFilter.json(filters)));
    }

    /** Any showable items of the domain but these, in the order they came. */
    List<UUID> anyOthers(UUID domainId, Collection<UUID> except, Map<String, String> filters, int limit) {
        return others("id", domainId, except, filters, limit);
    }

    /** The showable items of the domain that came last, but these, newest first. */
    List<UUID> newest(UUID domainId, Collection<UUID> except, Map<String, String> filters, int limit) {
        return others("id DESC", domainId, except, filters, limit);
    }

    private List<UUID> others(
            String order, UUID domainId, Collection<UUID> except, Map<String, String> filters, int limit) {
        String query = """
                SELECT id FROM item
                WHERE domain_id = ? AND id <> ALL (?) AND retired_at IS NULL AND attributes @> ?::jsonb ORDER BY %s LIMIT ?
                """;
        return sql.query(
                query.formatted(order),
                row -> row.getObject(1, UUID.class),
                domainId,
                except.toArray(UUID[]::new),
                AttributeFilter.json(filters),
                limit);
    }

    /** Ids of the domain's items that the shop knows by these names, retired ones too; unknown ones are not in the result. */
    Map<String, UUID> named(UUID domainId, List<String> externalIds) {
        String query = "SELECT external_id, id FROM item WHERE domain_id = ? AND external_id = ANY (?)";
        Map<String, UUID> ids = new HashMap<>();
        sql.query(
                        query,
                        row -> Map.entry(row.getString(1), row.getObject(2, UUID.class)),
                        domainId,
                        externalIds.toArray(String[]::new))
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
        return ids;
    }
}
