package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.recommend.MadeShopTables;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ShopReasonsQuarkusTest {
    @Inject
    DataSource database;

    @Inject
    ShopInteractions interactions;

    @Inject
    ShopReasons reasons;

    @BeforeEach
    void put() throws SQLException {
        new MadeShopTables(database).put(new MadeShop(40, 5));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO reason (interaction_id, text, provenance, author, reasoned_at)
                    SELECT n.id, v.text, v.provenance, v.author, n.occurred_at + v.later
                    FROM interaction n JOIN app_user u ON u.id = n.user_id,
                      (VALUES ('said second', 'stated', NULL, interval '2 hours'),
                              ('said first', 'stated', NULL, interval '1 hour'),
                              ('taught', 'teacher', 'large', interval '0 hours'))
                        AS v (text, provenance, author, later)
                    WHERE u.namespace = 'made' AND u.external_id = 'u1'
                    """);
        }
    }

    @AfterEach
    void remove() throws SQLException {
        new MadeShopTables(database).remove();
    }

    @Test
    void theFirstStatedReasonOfEachVerdictIsTheShops() {
        DataSet data = interactions.load();
        assertThat(candidates(data, "u1")).isNotEmpty().allSatisfy(candidate -> {
            assertThat(candidate.reason().provenance()).isEqualTo(Provenance.STATED);
            assertThat(candidate.reason().text()).isEqualTo("said first");
        });
        assertThat(candidates(data, "u2"))
                .isNotEmpty()
                .allMatch(candidate ->
                        candidate.reason() == null || candidate.reason().provenance() == Provenance.DERIVED);
    }

    private List<Candidate> candidates(DataSet data, String user) {
        var all = data.interactions();
        return new InstructionBuilder(data, reasons.load(), InstructionBuilder.Options.DEFAULT, name -> name)
                .rows(all.slice(0, 0), all).stream()
                        .filter(row -> row.user().equals(MadeShopTables.NAMESPACE + "\t" + user))
                        .flatMap(row -> row.candidates().stream())
                        .toList();
    }
}
