package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Snapshots serve one at a time, and tell nothing of whom they must not. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgeQuarkusTest extends KnownShop {
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
        assertThat(knowledge.get(first.id(), key).key()).isEqualTo(key);

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
        KnowledgeConfig without = WithoutDemographics.config();
        KnowledgeService switchedOff = new KnowledgeService(snapshots, entries, encoder, without);

        assertThat(knowledge.get(built.id(), known.key())).isEqualTo(known);
        assertThatThrownBy(() -> switchedOff.get(built.id(), known.key())).isInstanceOf(NotFound.class);
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
}
