package io.explainrec.knowledge;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A shop of its own for each test, whose counts carry noise that a test chooses. */
abstract class CountedShop {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Rules RULES = new Rules(20, 0.05, 0.03, 20, 100, true);

    @Inject
    DataSource database;

    ApartShop shop;

    @BeforeEach
    void makeShop() throws SQLException {
        shop = ApartShop.make(database);
    }

    @AfterEach
    void dropShop() throws SQLException {
        shop.close();
    }

    /** What is said with one draw of the noise, the same in every run. */
    List<Counting.Row> rows() throws SQLException {
        return rows("the same noise in every run");
    }

    /** The same with the noise of a secret. */
    List<Counting.Row> rows(String secret) throws SQLException {
        return new Counting(() -> secret)
                .count(shop.connection(), RULES, NOW, false)
                .rows();
    }
}
