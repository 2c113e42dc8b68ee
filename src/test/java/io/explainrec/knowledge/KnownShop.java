package io.explainrec.knowledge;

import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.demo.ImportedDemo;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Unavailable;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** The demo shop with 600 people, and what builds and serves knowledge of it. */
abstract class KnownShop {
    static final String NAMESPACE = "knowing";
    static final String FILMS = NAMESPACE + "-films";

    /** Once for all tests, which take somebody away now and then. */
    private static boolean loaded;

    @Inject
    ImportService imports;

    @Inject
    KnowledgeBuilder builder;

    @Inject
    Counting counting;

    @Inject
    KnowledgeService knowledge;

    @Inject
    KnowledgeJob job;

    @Inject
    ErasureService erasure;

    @Inject
    Snapshots snapshots;

    @Inject
    KnowledgeEntries entries;

    @Inject
    EmbeddingService encoder;

    @Inject
    KnowledgeConfig config;

    @Inject
    Secrets secrets;

    @Inject
    DataSource database;

    Statements sql;

    @BeforeEach
    void load() {
        sql = new Statements(database);
        secrets.write(Counting.SECRET, "the same noise in every run");
        if (loaded) {
            return;
        }
        ImportedDemo.into(imports, NAMESPACE, 11, 600);
        loaded = true;
    }

    List<KnowledgeEntry> all(Snapshot snapshot) {
        return knowledge.entries(snapshot.id(), null, false).stream()
                .filter(entry -> entry.subject().domain().startsWith(NAMESPACE))
                .toList();
    }

    /** Somebody who has opinions on films of this value. */
    String liker(String attribute, String value) {
        return sql.query("""
                        SELECT u.external_id FROM app_user u JOIN interaction n ON n.user_id = u.id JOIN item i ON i.id = n.item_id
                          JOIN domain d ON d.id = i.domain_id
                        WHERE u.namespace = ? AND d.name = ? AND i.attributes @> jsonb_build_object(?::text, jsonb_build_array(?::text))
                        GROUP BY u.id ORDER BY count(*) DESC, u.external_id LIMIT 1
                        """, row -> row.getString(1), NAMESPACE, FILMS, attribute, value)
                .getFirst();
    }

    /** One that builds nothing and says by whom it was asked. */
    static KnowledgeBuilder failing(List<String> tried) {
        return new KnowledgeBuilder(null, null, null, null, null, null) {
            @Override
            public Snapshot build(String by, boolean anew) {
                tried.add(by);
                throw new Unavailable("The encoder does not work.");
            }

            @Override
            void workOff() {}
        };
    }
}
