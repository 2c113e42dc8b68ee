package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.demo.ImportedDemo;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.platform.problem.Unavailable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots are functions of the interactions, and one at a time is built and served. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgeQuarkusTest {
    private static final String NAMESPACE = "knowing";
    private static final String FILMS = NAMESPACE + "-films";

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

    private Statements sql;

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

    /** Where erasures come faster than builds, each takes the place of one that may count more of the erased. */
    @Test
    void oneThatAnErasureOvertookServesWhereTheActiveOneIsOlder() {
        Snapshot first = builder.build("test", false);
        knowledge.activate(first.id().toString(), "somebody");
        erasure.erase(NAMESPACE, liker("genre", "horror"));
        Snapshot second = builder.build("test", false);
        erasure.erase(NAMESPACE, liker("genre", "horror"));
        assertThat(snapshots.get(second.id()).mayServe()).isFalse();
        assertThat(knowledge.activate(second.id().toString(), "somebody").active())
                .isTrue();
        assertThatThrownBy(() -> knowledge.activate(first.id().toString(), "somebody"))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("erased");
        Snapshot third = builder.build("test", false);
        erasure.erase(NAMESPACE, liker("genre", "horror"));
        KnowledgeJob unlucky = new KnowledgeJob(failing(new ArrayList<>()), knowledge, snapshots, config);
        unlucky.look();
        unlucky.look();
        assertThat(knowledge.active().map(Snapshot::id)).contains(third.id());
    }

    @Test
    void whereDemographicsAreSwitchedOffNothingIsToldOfThem() {
        Snapshot built = builder.build("test", false);
        knowledge.activate(built.id().toString(), "somebody");
        KnowledgeEntry known = all(built).stream()
                .filter(KnowledgeEntry::sensitive)
                .findFirst()
                .orElseThrow();
        KnowledgeConfig without = new SmallRyeConfigBuilder()
                .withMapping(KnowledgeConfig.class)
                .withDefaultValue("explainrec.knowledge.sensitive", "false")
                .build()
                .getConfigMapping(KnowledgeConfig.class);
        KnowledgeService switchedOff = new KnowledgeService(snapshots, entries, encoder, without);

        assertThat(knowledge.find(known.key())).isPresent();
        assertThat(switchedOff.find(known.key())).isEmpty();
        assertThat(switchedOff.entries(built.id(), null, false)).isNotEmpty().noneMatch(KnowledgeEntry::sensitive);
        assertThat(knowledge.search("what do old people like", 100))
                .anyMatch(found -> found.entry().sensitive());
        assertThat(switchedOff.search("what do old people like", 100))
                .noneMatch(found -> found.entry().sensitive());
        assertThat(switchedOff.search(FILMS, null, null, 10_000))
                .isNotEmpty()
                .noneMatch(found -> found.entry().sensitive());
        Snapshots withoutThem = new Snapshots(database, Clock.systemUTC(), without);
        assertThat(withoutThem.get(built.id()).entries())
                .isLessThan(built.entries())
                .isEqualTo(switchedOff.entries(built.id(), null, false).size());
        assertThat(withoutThem.get(built.id()).findings())
                .isLessThan(built.findings())
                .isEqualTo(switchedOff.entries(built.id(), null, true).size());

        Snapshot askedBefore = knowledge.ask("somebody");
        new KnowledgeJob(
                        new KnowledgeBuilder(database, counting, snapshots, entries, encoder, without),
                        switchedOff,
                        snapshots,
                        without)
                .look();
        assertThat(knowledge.get(askedBefore.id()).rules().sensitive()).isFalse();
        assertThat(knowledge.entries(askedBefore.id(), null, false))
                .isNotEmpty()
                .noneMatch(KnowledgeEntry::sensitive);
    }

    @Test
    void anEmptySnapshotServesAndSaysNothing() {
        Snapshot empty =
                snapshots.add("running", "test", builder.build("test", false).rules());
        assertThatThrownBy(() -> knowledge.entries(empty.id(), null, false))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("running");
        snapshots.finish(
                empty.id(),
                new Counting.Counted(0, 0, null, List.of()),
                encoder.ofTexts().id());
        knowledge.activate(empty.id().toString(), "somebody");
        assertThat(knowledge.search("anything", 3)).isEmpty();
        assertThat(knowledge.search(null, null, null, 3)).isEmpty();
        assertThat(knowledge.compare(empty.id(), empty.id())).isEmpty();
    }

    /** Neither the order of snapshots, nor what is stale, nor what counts as past depends on the clock. */
    @Test
    void aClockThatGoesBackChangesNoOrder() {
        Snapshot first = builder.build("test", false);
        sql.execute(
                "UPDATE kb_snapshot SET asked_at = asked_at + interval '9 years', built_at = built_at + interval '9 years'"
                        + " WHERE id = ?",
                first.id());
        try {
            assertThat(snapshots.asOf()).isAfter(first.builtAt().plus(Duration.ofDays(3000)));
            knowledge.activate(first.id().toString(), "somebody");
            sql.execute(
                    "UPDATE kb_snapshot SET activated_at = activated_at + interval '9 years' WHERE id = ?", first.id());
            erasure.erase(NAMESPACE, liker("genre", "comedy"));
            assertThat(snapshots.get(first.id()).precedesAnErasure()).isTrue();
            assertThat(job.isDue()).isTrue();
            Snapshot second = builder.build("test", false);
            assertThat(snapshots.newest().map(Snapshot::id)).contains(second.id());
            job.look();
            assertThat(knowledge.active().map(Snapshot::id)).contains(second.id());
            assertThat(snapshots.previous().map(Snapshot::id)).contains(first.id());
        } finally {
            sql.execute("UPDATE kb_snapshot SET built_at = now() WHERE built_at > now()");
        }
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

    /** As the background does, each time it looks whether something waits. */
    @Test
    void whereTheLockIsHeldForAMomentNobodyIsRefused() throws Exception {
        CompletableFuture<Snapshot> build;
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + KnowledgeBuilder.LOCK + ")");
            build = CompletableFuture.supplyAsync(
                    () -> builder.build("test", false),
                    run -> Thread.ofPlatform().start(run));
            assertThatThrownBy(() -> build.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            statement.execute("SELECT pg_advisory_unlock(" + KnowledgeBuilder.LOCK + ")");
        }
        assertThat(build.get(60, TimeUnit.SECONDS).ready()).isTrue();
    }

    @Test
    void whoAsksWhileOneWaitsGetsThatOne() {
        Snapshot asked = knowledge.ask("somebody");
        try {
            assertThat(knowledge.ask("another").id()).isEqualTo(asked.id());
            erasure.erase(NAMESPACE, liker("genre", "comedy"));
            assertThat(knowledge.ask("another").id()).isEqualTo(asked.id());
            job.look();
            assertThat(knowledge.get(asked.id()).mayServe())
                    .as("who was erased while it waited is not counted")
                    .isTrue();
        } finally {
            sql.execute("DELETE FROM kb_snapshot WHERE status = 'queued'");
        }
    }

    @Test
    void whoAskAtOnceGetOne() {
        try {
            List<CompletableFuture<UUID>> asked = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> knowledge.ask("somebody").id(),
                            run -> Thread.ofPlatform().start(run)))
                    .toList();
            assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        } finally {
            sql.execute("DELETE FROM kb_snapshot WHERE status = 'queued'");
        }
    }

    @Test
    void whereTheChosenOneWasDroppedMeanwhileTheOldOneServesOn() {
        Snapshot serves = builder.build("test", false);
        knowledge.activate(serves.id().toString(), "somebody");
        UUID dropped = UUID.randomUUID();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> snapshots.activate(dropped, "somebody")))
                .isInstanceOf(NotFound.class);
        assertThat(knowledge.active().map(Snapshot::id)).contains(serves.id());
    }

    @Test
    void whatAnotherEncoderReadIsNotSearchedByMeaning() {
        Snapshot built = builder.build("test", false);
        knowledge.activate(built.id().toString(), "somebody");
        sql.execute("UPDATE kb_snapshot SET encoder_version_id = NULL WHERE id = ?", built.id());
        assertThatThrownBy(() -> knowledge.search("what do old people like", 3))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("another text encoder")
                .hasMessageContaining("knowledge build");
    }

    @Test
    void whatWasInterruptedHasFailedAndDoesNotKeepOthersFromBuilding() {
        sql.execute(
                "INSERT INTO kb_snapshot (status, asked_by, asked_at, rules, erasures) SELECT 'running', 'killed', now(), rules, 0"
                        + " FROM kb_snapshot LIMIT 1");
        assertThat(builder.build("test", false).status()).isEqualTo(Snapshot.READY);
        assertThat(knowledge.list(null, 100)).noneMatch(each -> each.status().equals("running"));
    }

    @Test
    void whatWasGivenUpMeanwhileDoesNotBecomeReady() {
        UUID lost = snapshots.add("running", "test", config.rules()).id();
        snapshots.failAbandoned();
        Counting.Counted nothing = new Counting.Counted(0, 0, null, List.of());
        int texts = encoder.ofTexts().id();
        assertThatThrownBy(() -> snapshots.finish(lost, nothing, texts))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("given up");
        assertThat(snapshots.get(lost).status()).isEqualTo("failed");
    }

    @Test
    void whatABuildFailedOfIsSaidWhereThatCannotBeStoredEither() {
        Counting failing = new Counting(() -> "") {
            @Override
            Counted count(Connection connection, Rules rules, Instant asOf, boolean anew) {
                throw new IllegalStateException("the count fails");
            }
        };
        Snapshots full = new Snapshots(database, Clock.systemUTC(), config) {
            @Override
            void fail(UUID id, String message) {
                throw new IllegalStateException("the disk is full");
            }
        };
        KnowledgeBuilder unlucky = new KnowledgeBuilder(database, failing, full, entries, encoder, config);
        assertThatThrownBy(() -> unlucky.build("test", false))
                .hasMessage("the count fails")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("the disk is full"));
    }

    @Test
    void pagesMakeUpAllThatASnapshotSays() {
        Snapshot built = builder.build("test", false);
        List<KnowledgeEntry> all = knowledge.entries(built.id(), null, false);
        List<KnowledgeEntry> paged = new ArrayList<>();
        int limit = all.size() / 2 - 1;
        for (int after = 0; after <= all.size(); after += limit) {
            paged.addAll(knowledge.entries(built.id(), null, false, after, limit));
        }
        assertThat(paged).hasSizeGreaterThan(2 * limit).isEqualTo(all);
        assertThat(knowledge.entries(built.id(), null, false, Integer.MAX_VALUE, 1))
                .isEmpty();
    }

    @Test
    void whatFailedOnceIsNotTriedAgainAtOnce() {
        List<String> tried = new ArrayList<>();
        KnowledgeJob unlucky = new KnowledgeJob(failing(tried), knowledge, snapshots, config);
        builder.build("test", false);
        erasure.erase(NAMESPACE, liker("genre", "mystery"));
        unlucky.look();
        unlucky.look();
        assertThat(tried).hasSize(1);
    }

    /** One that builds nothing and says by whom it was asked. */
    private static KnowledgeBuilder failing(List<String> tried) {
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

    @Test
    void whatHasNotHappenedYetMakesNoneDue() {
        Snapshot built = builder.build("test", false);
        String user = liker("genre", "comedy");
        sql.execute(
                "INSERT INTO interaction (user_id, item_id, liked, occurred_at) SELECT u.id, i.id, true, now() + k *"
                        + " interval '1 hour' FROM app_user u, item i, generate_series(1, 20) AS k, domain d WHERE"
                        + " (u.namespace, u.external_id) = (?, ?) AND d.id = i.domain_id AND d.name = ?",
                NAMESPACE,
                user,
                FILMS);
        try {
            assertThat(snapshots.interactions()).isEqualTo(built.interactions());
        } finally {
            sql.execute("DELETE FROM interaction WHERE occurred_at > now()");
        }
    }

    @Test
    void oldSnapshotsGoExceptWhereOneServesOrAnAnswerNamesIt() {
        Snapshot served = builder.build("test", false);
        knowledge.activate(served.id().toString(), "somebody");
        Snapshot active = builder.build("test", false);
        knowledge.activate(active.id().toString(), "somebody");
        Snapshot named = builder.build("test", false);
        Snapshot unnamed = builder.build("test", false);
        String answer = "INSERT INTO recommendation (id, created_at, domain_id, model_version_id, mode, record) SELECT"
                + " gen_random_uuid(), now(), d.id, m.id, 'non-profiled', jsonb_build_object('versions',"
                + " jsonb_build_object('knowledge', ?::text)) FROM domain d, model_version m LIMIT 1";
        sql.execute(answer, named.id().toString());
        try {
            for (int i = 0; i < Snapshots.KEPT + 1; i++) {
                snapshots.finish(
                        snapshots.add("running", "test", config.rules()).id(),
                        new Counting.Counted(0, 0, null, List.of()),
                        encoder.ofTexts().id());
                snapshots.fail(snapshots.add("queued", "test", config.rules()).id(), "failed");
            }
            snapshots.dropOld();
            assertThat(ids()).contains(served.id(), active.id(), named.id()).doesNotContain(unnamed.id());
            assertThat(ids()).hasSizeBetween(2 * Snapshots.KEPT + 1, 2 * Snapshots.KEPT + 3);
            assertThat(knowledge.list(active.id(), 1)).extracting(Snapshot::id).containsExactly(served.id());

            erasure.erase(NAMESPACE, liker("genre", "romance"));
            Snapshot after = builder.build("test", false);
            snapshots.dropOld();
            assertThat(knowledge.list(null, 100).stream().filter(Snapshot::ready))
                    .as("what may count somebody who was erased")
                    .extracting(Snapshot::id)
                    .containsExactly(after.id(), named.id(), active.id());
        } finally {
            sql.execute(
                    "DELETE FROM recommendation WHERE record->'versions'->>'knowledge' = ?",
                    named.id().toString());
        }
    }

    private List<UUID> ids() {
        return knowledge.list(null, 200).stream().map(Snapshot::id).toList();
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> knowledge.get(UUID.randomUUID())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> knowledge.activate("no id", "somebody"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("knowledge list");
    }

    private List<KnowledgeEntry> all(Snapshot snapshot) {
        return knowledge.entries(snapshot.id(), null, false).stream()
                .filter(entry -> entry.subject().domain().startsWith(NAMESPACE))
                .toList();
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
}
