package io.explainrec.catalog.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which demo shop is loaded, and the rows that it brought. */
@ApplicationScoped
class DemoRepository {
    private static final String ITEMS = "(SELECT i.id FROM item i JOIN domain d ON d.id = i.domain_id"
            + " WHERE d.demo AND d.name || '/' || i.external_id = ANY (:items))";

    private final EntityManager entities;

    DemoRepository(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The shop that was loaded.
     *
     * @param complete whether all of it came in
     */
    record Loaded(long seed, Instant until, int people, boolean complete) {}

    @Transactional
    Optional<Loaded> current() {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT seed, until, people, completed_at IS NOT NULL FROM demo_shop WHERE removed_at IS NULL")
                .getResultList();
        return rows.stream()
                .map(row -> new Loaded((Long) row[0], (Instant) row[1], (Integer) row[2], (Boolean) row[3]))
                .findFirst();
    }

    @Transactional
    boolean wasEverLoaded() {
        return number(entities.createNativeQuery("SELECT count(*) FROM demo_shop", Object.class)) > 0;
    }

    @Transactional
    Loaded begin(long seed, Instant until, int people) {
        entities.createNativeQuery("INSERT INTO demo_shop (seed, until, people) VALUES (:seed, :until, :people)")
                .setParameter("seed", seed)
                .setParameter("until", Timestamp.from(until))
                .setParameter("people", people)
                .executeUpdate();
        return new Loaded(seed, until, people, false);
    }

    @Transactional
    void complete(Instant now) {
        entities.createNativeQuery(
                        "UPDATE demo_shop SET completed_at = :now WHERE removed_at IS NULL AND completed_at IS NULL")
                .setParameter("now", Timestamp.from(now))
                .executeUpdate();
    }

    /** Those of the shop's users who are still there. */
    @Transactional
    List<String> existing(DemoShop shop) {
        return entities.createNativeQuery(
                        "SELECT external_id FROM app_user WHERE namespace = :namespace AND external_id = ANY (:users)",
                        String.class)
                .setParameter("namespace", DemoShop.NAMESPACE)
                .setParameter("users", users(shop))
                .getResultList();
    }

    /** Events on the shop's items by people who did not come with it. */
    @Transactional
    long eventsOfOthers(DemoShop shop) {
        return number(entities.createNativeQuery(
                        "SELECT count(*) FROM interaction n JOIN app_user u ON u.id = n.user_id WHERE n.item_id IN "
                                + ITEMS + " AND NOT (u.namespace = :namespace AND u.external_id = ANY (:users))",
                        Object.class)
                .setParameter("items", items(shop))
                .setParameter("namespace", DemoShop.NAMESPACE)
                .setParameter("users", users(shop)));
    }

    /** Removes the shop's items and the answers that showed them, and its domains where nothing else is in them. */
    @Transactional
    long removeItems(DemoShop shop, Instant now) {
        onItems(
                "DELETE FROM recommendation WHERE (id, created_at) IN"
                        + " (SELECT recommendation_id, created_at FROM recommended_item WHERE item_id IN " + ITEMS
                        + ")",
                shop);
        onItems("DELETE FROM item_embedding WHERE item_id IN " + ITEMS, shop);
        long items = onItems("DELETE FROM item WHERE id IN " + ITEMS, shop);
        String empty = "SELECT id FROM domain d WHERE demo AND NOT EXISTS (SELECT 1 FROM item WHERE domain_id = d.id)";
        execute("DELETE FROM recommendation WHERE domain_id IN (" + empty + ")");
        execute("DELETE FROM domain WHERE id IN (" + empty + ")");
        execute("UPDATE domain SET demo = false WHERE demo");
        execute("DELETE FROM import_job WHERE format = 'demo'");
        entities.createNativeQuery("UPDATE demo_shop SET removed_at = :now WHERE removed_at IS NULL")
                .setParameter("now", Timestamp.from(now))
                .executeUpdate();
        return items;
    }

    private static String[] users(DemoShop shop) {
        return shop.users().stream().map(DemoShop.DemoUser::id).toArray(String[]::new);
    }

    private static String[] items(DemoShop shop) {
        return Stream.concat(shop.films().stream(), shop.books().stream())
                .map(item -> item.domain() + "/" + item.id())
                .toArray(String[]::new);
    }

    private long onItems(String sql, DemoShop shop) {
        return entities.createNativeQuery(sql)
                .setParameter("items", items(shop))
                .executeUpdate();
    }

    private void execute(String sql) {
        entities.createNativeQuery(sql).executeUpdate();
    }

    private static long number(Query query) {
        return ((Number) query.getSingleResult()).longValue();
    }
}
