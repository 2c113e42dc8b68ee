package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.explainrec.catalog.ErasureService;
import io.explainrec.platform.postgres.LockWaits;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Snapshots are functions of the interactions, and are built one at a time. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SnapshotBuildQuarkusTest extends KnownShop {
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

    /** Both lock the person before what is kept of them. */
    @Test
    void somebodyIsErasedWhileABuildWritesWhatTheyThink() throws Exception {
        String person = liker("genre", "comedy");
        sql.execute("CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NEW; END'");
        sql.execute("CREATE TRIGGER hold BEFORE INSERT ON kb_person FOR EACH ROW EXECUTE FUNCTION hold()");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(77)");
            CompletableFuture<Snapshot> build = started(() -> builder.build("test", true));
            LockWaits.await(database, 1);
            CompletableFuture<ErasureService.Receipt> erased = started(() -> erasure.erase(NAMESPACE, person));
            LockWaits.await(database, 2);
            statement.execute("SELECT pg_advisory_unlock(77)");
            assertThat(build.get(60, TimeUnit.SECONDS).ready()).isTrue();
            assertThat(erased.get(60, TimeUnit.SECONDS).counts()).containsEntry("users", 1L);
        } finally {
            sql.execute("DROP TRIGGER hold ON kb_person");
            sql.execute("DROP FUNCTION hold");
        }
    }

    @Test
    void whoWasKnownByRefusedRowsAloneIsInNoSnapshot() {
        Snapshot built = builder.build("test", false);
        sql.execute("INSERT INTO erasure (counts) VALUES ('{\"users\": 0, \"refused\": 3}')");
        assertThat(knowledge.get(built.id()).precedesAnErasure()).isFalse();
        sql.execute("INSERT INTO erasure (counts) VALUES ('{\"users\": 1}')");
        assertThat(knowledge.get(built.id()).precedesAnErasure()).isTrue();
        builder.build("test", false);
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, run -> Thread.ofPlatform().start(run));
    }

    /** As the background does, each time it looks whether something waits. */
    @Test
    void whereTheLockIsHeldForAMomentNobodyIsRefused() throws Exception {
        CompletableFuture<Snapshot> build;
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + KnowledgeBuilder.LOCK + ")");
            build = started(() -> builder.build("test", false));
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
    void whatFailedOnceIsNotTriedAgainAtOnce() {
        List<String> tried = new ArrayList<>();
        KnowledgeJob unlucky = new KnowledgeJob(failing(tried), knowledge, snapshots, config);
        builder.build("test", false);
        erasure.erase(NAMESPACE, liker("genre", "mystery"));
        unlucky.look();
        unlucky.look();
        assertThat(tried).hasSize(1);
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

    private List<?> exported(String person) {
        return erasure.export(NAMESPACE, person).get("knowledge") instanceof List<?> kept ? kept : List.of();
    }
}
