package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.demo.DemoGenerator;
import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.knowledge.KnowledgeEntry.Subject;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots are functions of the interactions, one at a time is built and served, and nobody can be read out of two of them. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgeQuarkusTest {
    private static final String NAMESPACE = "knowing";
    private static final String FILMS = NAMESPACE + "-films";

    @Inject
    ImportService imports;

    @Inject
    KnowledgeBuilder builder;

    @Inject
    KnowledgeService knowledge;

    @Inject
    KnowledgeJob job;

    @Inject
    ErasureService erasure;

    @Inject
    Secrets secrets;

    @Inject
    DataSource database;

    private Statements sql;

    @BeforeEach
    void load() {
        sql = new Statements(database);
        secrets.write(Counting.SECRET, "the same noise in every run");
        DemoShop shop = DemoGenerator.generate(11, Instant.parse("2026-01-01T00:00:00Z"), 600);
        shop.asSources()
                .forEach((name, source) ->
                        imports.run(source, new ImportTarget(NAMESPACE + "-" + name, NAMESPACE), done -> {}));
    }

    @Test
    void anIncrementalBuildIsAFullOneAndErasingIsNeverHavingHad() {
        String person = liker("genre", "fantasy");
        sql.execute(
                "CREATE TABLE kept AS SELECT n.* FROM interaction n JOIN app_user u ON u.id = n.user_id"
                        + " WHERE (u.namespace, u.external_id) = (?, ?)",
                NAMESPACE,
                person);
        sql.execute("DELETE FROM interaction WHERE id IN (SELECT id FROM kept)");
        List<KnowledgeEntry> never = all(builder.build("test", true));

        sql.execute("INSERT INTO interaction OVERRIDING SYSTEM VALUE SELECT * FROM kept");
        sql.execute("DROP TABLE kept");
        Snapshot incremental = builder.build("test", false);
        assertThat(all(incremental)).isEqualTo(all(builder.build("test", true))).isNotEqualTo(never);

        assertThat(exported(person)).as("what is kept of somebody").isNotEmpty();
        assertThat(erasure.erase(NAMESPACE, person).counts()).containsEntry("knowledge", 1L);
        assertThat(all(builder.build("test", false))).isEqualTo(never);
    }

    /** Who knows two snapshots, and that one person alone went between them, cannot tell what that person thought. */
    @Test
    void whoSubtractsTwoSnapshotsLearnsLittleOfOnePerson() {
        Map<KnowledgeEntry.Key, KnowledgeEntry> with = byKey(builder.build("test", false));
        int asked = 0;
        int right = 0;
        for (int i = 0; i < 12; i++) {
            String person = liker("genre", i % 2 == 0 ? "comedy" : "war");
            Map<Subject, Boolean> opinions = opinions(person);
            erasure.erase(NAMESPACE, person);
            Map<KnowledgeEntry.Key, KnowledgeEntry> without = byKey(builder.build("test", false));
            for (var opinion : opinions.entrySet()) {
                KnowledgeEntry.Key key =
                        new KnowledgeEntry.Key(KnowledgeKind.GROUP, opinion.getKey(), Condition.Group.EVERYBODY);
                KnowledgeEntry before = with.get(key);
                KnowledgeEntry after = without.get(key);
                assertThat(before.statistics().support() % 5).isZero();
                if (before.statistics().rate() != after.statistics().rate()) {
                    asked++;
                    // Their part raised the rate, so they liked it?
                    right += before.statistics().rate() > after.statistics().rate() == opinion.getValue() ? 1 : 0;
                }
            }
            with = without;
        }
        assertThat(asked).isGreaterThan(60);
        assertThat((double) right / asked).as("of %d guesses", asked).isBetween(0.3, 0.7);
    }

    @Test
    void cellsOfFewAreNotSaid() {
        for (KnowledgeEntry entry : all(builder.build("test", false))) {
            assertThat(entry.statistics().support()).isGreaterThanOrEqualTo(20);
        }
        long cells = sql.query(
                        "SELECT count(*) FROM kb_entry WHERE domain = ? AND given->>'occupation' IS NOT NULL",
                        row -> row.getLong(1),
                        FILMS)
                .getFirst();
        assertThat(cells)
                .as("nobody shares age, gender and occupation with nineteen others")
                .isZero();
    }

    @Test
    void aSnapshotIsActivatedComparedSearchedAndLeftAgain() {
        Snapshot first = knowledge.activate(builder.build("test", false).id().toString(), "somebody");
        assertThat(first.active()).isTrue();
        assertThat(first.activatedBy()).isEqualTo("somebody");
        assertThat(knowledge.search("what do old people like", 3)).hasSize(3);
        assertThat(knowledge.search(FILMS, "genre", "horror", 500))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.entry().subject().value()).isEqualTo("horror"));
        KnowledgeEntry.Key key = new KnowledgeEntry.Key(
                KnowledgeKind.GROUP, new Subject(FILMS, "genre", "horror"), Condition.Group.EVERYBODY);
        assertThat(knowledge.find(key))
                .hasValueSatisfying(entry -> assertThat(entry.key()).isEqualTo(key));

        Snapshot second = builder.build("test", false);
        assertThat(knowledge.compare(first.id(), second.id())).isEmpty();
        knowledge.activate(second.id().toString(), "somebody");
        assertThat(knowledge.activate(KnowledgeService.PREVIOUS, "somebody").id())
                .isEqualTo(first.id());
        assertThat(knowledge.active().map(Snapshot::id)).contains(first.id());
    }

    @Test
    void whatCountsTheErasedIsNotServedAgain() {
        Snapshot before = builder.build("test", false);
        knowledge.activate(before.id().toString(), "somebody");
        erasure.erase(NAMESPACE, liker("genre", "horror"));
        Snapshot other = builder.build("test", false);
        assertThat(job.isDue()).isFalse();
        job.look();
        assertThat(knowledge.active().map(Snapshot::id)).contains(other.id());
        assertThatThrownBy(() -> knowledge.activate(before.id().toString(), "somebody"))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("erased");
    }

    @Test
    void oneIsBuiltAtATimeAndWhatWasAskedForIsWorkedOff() throws Exception {
        Snapshot asked = knowledge.ask("somebody");
        assertThatThrownBy(() -> knowledge.activate(asked.id().toString(), "somebody"))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("queued");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + KnowledgeBuilder.LOCK + ")");
            Throwable refused = catchThrowable(() -> builder.build("test", false));
            job.look();
            Snapshot waiting = knowledge.get(asked.id());
            statement.execute("SELECT pg_advisory_unlock(" + KnowledgeBuilder.LOCK + ")");
            assertThat(refused).isInstanceOf(Conflict.class).hasMessageContaining("being built");
            assertThat(waiting.status()).isEqualTo("queued");
        }
        job.look();
        assertThat(knowledge.get(asked.id()).status()).isEqualTo(Snapshot.READY);
    }

    @Test
    void whatWasInterruptedHasFailedAndDoesNotKeepOthersFromBuilding() {
        sql.execute(
                "INSERT INTO kb_snapshot (status, asked_by, asked_at, rules) SELECT 'running', 'killed', now(), rules"
                        + " FROM kb_snapshot LIMIT 1");
        assertThat(builder.build("test", false).status()).isEqualTo(Snapshot.READY);
        assertThat(knowledge.list()).noneMatch(each -> each.status().equals("running"));
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> knowledge.get(UUID.randomUUID())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> knowledge.activate("no id", "somebody"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("knowledge list");
    }

    private List<KnowledgeEntry> all(Snapshot snapshot) {
        return knowledge.entries(snapshot.id(), null, false, Integer.MAX_VALUE).stream()
                .filter(entry -> entry.subject().domain().startsWith(NAMESPACE))
                .toList();
    }

    private Map<KnowledgeEntry.Key, KnowledgeEntry> byKey(Snapshot snapshot) {
        Map<KnowledgeEntry.Key, KnowledgeEntry> entries = new HashMap<>();
        all(snapshot).forEach(entry -> entries.put(entry.key(), entry));
        return entries;
    }

    private List<?> exported(String person) {
        return erasure.export(NAMESPACE, person).get("knowledge") instanceof List<?> kept ? kept : List.of();
    }

    /** Somebody who has opinions on films of this value. */
    private String liker(String attribute, String value) {
        return sql.query("""
                        SELECT u.external_id FROM app_user u JOIN interaction n ON n.user_id = u.id JOIN item i ON i.id = n.item_id
                          JOIN domain d ON d.id = i.domain_id
                        WHERE u.namespace = ? AND d.name = ? AND i.attributes @> jsonb_build_object(?::text, jsonb_build_array(?::text))
                        GROUP BY u.id ORDER BY count(*) DESC, u.external_id LIMIT 1
                        """, row -> row.getString(1), NAMESPACE, FILMS, attribute, value)
                .getFirst();
    }

    /** Whether a person's share of likes of a film's value lies above everybody's. */
    private Map<Subject, Boolean> opinions(String person) {
        Map<Subject, Boolean> opinions = new HashMap<>();
        List<Boolean> said = sql.query(
                """
                        WITH said AS (
                          SELECT u.external_id = ? AS own, u.id, a.key, v.value, avg(n.liked::int) AS share
                          FROM app_user u JOIN interaction n ON n.user_id = u.id JOIN item i ON i.id = n.item_id
                            JOIN domain d ON d.id = i.domain_id, jsonb_each(i.attributes) a, jsonb_array_elements_text(a.value) v
                          WHERE u.namespace = ? AND d.name = ? GROUP BY u.id, a.key, v.value)
                        SELECT key, value, avg(share) FILTER (WHERE own) > avg(share) FROM said GROUP BY key, value
                        HAVING avg(share) FILTER (WHERE own) IS NOT NULL
                        """,
                row -> opinions.put(new Subject(FILMS, row.getString(1), row.getString(2)), row.getBoolean(3)),
                person,
                NAMESPACE,
                FILMS);
        assertThat(said).as("what the person said").isNotEmpty();
        return opinions;
    }
}
