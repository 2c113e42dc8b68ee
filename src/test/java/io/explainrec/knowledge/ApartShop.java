package io.explainrec.knowledge;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** A shop in tables of its own, apart from other tests' shops, as one connection sees it. */
record ApartShop(Connection connection) implements AutoCloseable {
    private static final List<String> TABLES =
            List.of("domain", "item", "app_user", "interaction", "kb_value", "kb_person");

    /** Two domains of 40 items in four genres; 200 people, of whom the old like the first genre. */
    static final String SHOP = """
            INSERT INTO domain (name, title) VALUES ('films', 'Films'), ('books', 'Books');
            INSERT INTO item (domain_id, external_id, title, attributes)
            SELECT d.id, k::text, d.name || k, jsonb_build_object('genre', jsonb_build_array('genre ' || k % 4))
            FROM domain d, generate_series(1, 40) AS k;
            INSERT INTO app_user (namespace, external_id, age_band, gender, occupation)
            SELECT 'apart', k::text, CASE k % 2 WHEN 0 THEN 'old' ELSE 'young' END, CASE k % 3 WHEN 0 THEN 'female' ELSE 'male' END,
                   'clerk'
            FROM generate_series(1, 200) AS k;
            INSERT INTO interaction (user_id, item_id, liked, occurred_at)
            SELECT u.id, i.id, u.age_band = 'old' AND i.attributes ->> 'genre' = '["genre 0"]' OR abs(hashtext(u.external_id || i.title)) % 2 = 0,
                   timestamptz '2024-01-15' + abs(hashtext(i.title || u.external_id)) % 700 * interval '1 day'
            FROM app_user u, item i WHERE abs(hashtext(u.external_id || '-' || i.title)) % 3 = 0;
            """;

    static ApartShop make(DataSource database) throws SQLException {
        ApartShop shop = new ApartShop(database.getConnection());
        shop.execute("DROP SCHEMA IF EXISTS apart CASCADE; CREATE SCHEMA apart");
        for (String table : TABLES) {
            shop.execute("CREATE TABLE apart.%1$s (LIKE public.%1$s INCLUDING ALL)".formatted(table));
        }
        shop.execute("SET search_path = apart, public");
        return shop;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("RESET search_path; DROP SCHEMA apart CASCADE");
        connection.close();
    }
}
