package io.explainrec.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.hasSize;

import io.explainrec.Api;
import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.Interaction;
import io.explainrec.catalog.User;
import io.explainrec.catalog.UserService;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.platform.identity.ApiClients;
import io.explainrec.platform.postgres.LockWaits;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.FeedbackService;
import io.explainrec.recommend.ItemReference;
import io.explainrec.recommend.Personal;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationAnswer;
import io.explainrec.recommend.RecommendationRecorder.Told;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class RecordsQuarkusTest {
    private static final String OF_USER =
            " WHERE subject_id = (SELECT subject_id FROM vault.subject_key WHERE user_id = :user)";

    @Inject
    Records records;

    @Inject
    RecordFixture fixture;

    @Inject
    SubjectKeys keys;

    @Inject
    ErasureService erasure;

    @Inject
    FeedbackService feedback;

    @Inject
    UserService users;

    @Inject
    ApiClients clients;

    @Inject
    EntityManager entities;

    @Inject
    DataSource database;

    private User user;

    @BeforeEach
    void newPerson() {
        user = fixture.user("PERSON-" + UUID.randomUUID());
    }

    @Test
    void readsBackWhatWasRecorded() {
        Recommendation profiled = fixture.profiled(user, Instant.now());
        Recommendation nonProfiled = fixture.nonProfiled(Instant.now());

        records.record(profiled);
        records.record(nonProfiled);

        assertThat(records.find(profiled.id())).contains(profiled);
        assertThat(records.find(nonProfiled.id())).contains(nonProfiled);
        assertThat(records.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void readsRecordsThatAreOlderThanWhatIsKeptNow() {
        Recommendation now = fixture.profiled(user, Instant.now());
        records.record(now);
        UUID item = now.shown().getFirst().itemId();
        byte[] sealed = QuarkusTransaction.requiringNew()
                .call(() -> keys.ofUser(user.id())
                        .box()
                        .seal("""
                                {"personal": {"userId": "%s", "namespace": "n", "user": "u", "prompt": null, "history":
                                  [{"itemId": "%s", "externalId": "h", "title": "t", "liked": true}]},
                                 "explanations": {"%2$s": {"reason": "r", "because": {"CONTENT": ["h"]}}}}
                                """.formatted(user.id(), item).getBytes(StandardCharsets.UTF_8), now.id()));
        execute("UPDATE recommendation SET record = (record - 'filters' - 'given' || '{\"schema\": 1}')"
                + " #- '{versions,adapted}', personal = decode('"
                + HexFormat.of().formatHex(sealed) + "', 'hex') WHERE id = '" + now.id() + "'");

        Recommendation old = records.find(now.id()).orElseThrow();
        assertThat(old.asked()).isEqualTo(new Recommendation.Asked(3, null, null, null));
        assertThat(old.versions().adapted()).isNull();
        assertThat(old.candidates()).isEqualTo(now.candidates());
        assertThat(old.personal().person()).isNull();
        assertThat(old.personal().history())
                .containsExactly(new Personal.HistoryEvent(item, "h", "t", true, null, null));
        assertThat(old.explanations().get(item).reason()).isEqualTo("r");
        assertThat(old.explanations().get(item).because())
                .isEqualTo(Map.of(EvidenceSource.CONTENT, List.of(new ItemReference(null, "h", null))));
    }

    @Test
    void refusesWhatANewerProgramWrote() {
        Recommendation recommendation = fixture.nonProfiled(Instant.now());
        records.record(recommendation);
        execute("UPDATE recommendation SET record = record || '{\"schema\": 3, \"unheardOf\": 1}' WHERE id = '"
                + recommendation.id() + "'");

        assertThatThrownBy(() -> records.find(recommendation.id()))
                .hasMessageContaining("schema 3")
                .hasMessageContaining("use the newer program");
    }

    @Test
    void keepsThePersonOutOfEverythingThatIsNotSealed() {
        Recommendation recommendation = fixture.profiled(user, Instant.now());
        records.record(recommendation);

        String rows = text("SELECT r::text || coalesce((SELECT string_agg(i::text, '') FROM recommended_item i"
                + " WHERE i.recommendation_id = r.id), '') FROM recommendation r WHERE id = '" + recommendation.id()
                + "'");

        assertThat(rows).contains(recommendation.candidates().getLast().externalId());
        List<String> markers = new ArrayList<>(RecordFixture.MARKERS);
        markers.add(user.externalId());
        markers.add(user.id().toString());
        recommendation
                .personal()
                .history()
                .forEach(event -> markers.add(event.itemId().toString()));
        for (String marker : markers) {
            assertThat(rows)
                    .doesNotContain(marker)
                    .doesNotContain(HexFormat.of().formatHex(marker.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void givesEachPersonTheirOwnRecordsAsTheyWereShown() {
        Recommendation first = fixture.profiled(user, Instant.now());
        Recommendation second = fixture.profiled(user, Instant.now());
        records.record(first);
        records.record(second);
        records.record(fixture.profiled(fixture.user("PERSON-" + UUID.randomUUID()), Instant.now()));

        Object part = erasure.export(RecordFixture.NAMESPACE, user.externalId()).get(records.part());

        assertThat(part).isInstanceOfSatisfying(ExportedRecords.class, exported -> {
            assertThat(exported.holds()).contains("candidates that were not shown");
            assertThat(exported.answers())
                    .containsExactlyInAnyOrder(
                            new ExportedRecords.Exported(
                                    first.createdAt(), RecommendationAnswer.of(first, true), null, first.personal()),
                            new ExportedRecords.Exported(
                                    second.createdAt(),
                                    RecommendationAnswer.of(second, true),
                                    null,
                                    second.personal()));
        });
        String file = Api.get("/users/" + user.externalId() + "/export?namespace=" + RecordFixture.NAMESPACE)
                .statusCode(200)
                .body("recommendations.answers", hasSize(2))
                .extract()
                .asString();
        assertThat(file).contains(RecordFixture.REASON).doesNotContain("dumbo");
    }

    @Test
    void readsAnExportPageByPageAndNoMoreOfARecordThanWasShown() {
        for (int i = 0; i < 3 * Records.PAGE; i++) {
            records.record(fixture.profiled(user, Instant.now()));
        }
        // What a program would choke on if it were read.
        execute(
                3 * Records.PAGE,
                "UPDATE recommendation SET record = jsonb_set(record, '{candidates,1,values}', '\"x\"')" + OF_USER);

        Iterator<ExportedRecords.Exported> answers = exported().iterator();
        assertThat(answers.next().answer().items()).hasSize(1);
        execute(3 * Records.PAGE, "DELETE FROM recommendation" + OF_USER);
        assertThat(answers).toIterable().as("the rest of what was read at once").hasSize(Records.PAGE - 1);
        assertThat(exported()).isEmpty();
    }

    @Test
    void oneDamagedRecordHidesNoOther() {
        UUID snapshot = UUID.randomUUID();
        Recommendation whole = fixture.profiled(user, Instant.now().minusSeconds(9));
        Recommendation damaged = fixture.profiled(user, Instant.now());
        Recommendation tried = fixture.tried(user, Instant.now());
        List.of(whole, damaged, tried).forEach(records::record);
        execute(
                3,
                "UPDATE recommendation SET record = jsonb_set(record, '{versions,knowledge}', '\"" + snapshot + "\"')"
                        + OF_USER);
        damage(damaged);

        assertThat(exported())
                .filteredOn(answer -> answer.unreadable() != null)
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.answer().id()).isEqualTo(damaged.id());
                    assertThat(answer.unreadable()).contains("does not open");
                    assertThat(answer.personal()).isNull();
                    assertThat(answer.answer().items()).extracting("reason").containsOnlyNulls();
                });
        assertThat(exported())
                .filteredOn(answer -> answer.answer().asked().tried())
                .extracting(answer -> answer.answer().id())
                .containsExactly(tried.id());

        List<Told> newest = records.newestOf(snapshot, 10);
        assertThat(newest).extracting(Told::id).as("without what was tried").containsExactly(damaged.id(), whole.id());
        assertThat(newest).extracting(Told::readable).containsExactly(false, true);
        assertThat(newest.getFirst().items()).containsExactly(new Told.Item("casino", Explanation.NONE));
        assertThat(newest.getLast().items())
                .containsExactly(new Told.Item(
                        "casino", whole.explanations().values().iterator().next()));
        assertThat(records.newestOf(snapshot, 1)).hasSize(1);
    }

    @Test
    void forgetsThePersonAndKeepsTheRecord() {
        Recommendation recommendation = fixture.profiled(user, Instant.now());
        records.record(recommendation);

        var receipt = erasure.erase(RecordFixture.NAMESPACE, user.externalId());

        assertThat(receipt.counts()).containsEntry("recommendationRecordsSealedForever", 1L);
        Recommendation left = records.find(recommendation.id()).orElseThrow();
        assertThat(left.personal()).isNull();
        assertThat(left.explanations()).isEmpty();
        DecidedItem shown = recommendation.shown().getFirst();
        assertThat(left.candidates())
                .as("what was shown, without a number")
                .containsExactly(
                        new DecidedItem(shown.itemId(), shown.externalId(), shown.title(), shown.rank(), null, null));
        assertThat(RecommendationAnswer.of(left, true).items())
                .extracting("score", "evidence", "like", "order")
                .containsExactly(tuple(null, null, null, null));
        User again = fixture.user(user.externalId());
        user = again;
        assertThat(exported()).isEmpty();
    }

    @Test
    void refusesARecordOfSomeoneErasedMeanwhile() {
        Recommendation late = fixture.profiled(user, Instant.now());
        erasure.erase(RecordFixture.NAMESPACE, user.externalId());

        assertThatThrownBy(() -> records.record(late)).isInstanceOf(NotFound.class);
        assertThat(records.find(late.id())).isEmpty();
    }

    @Test
    void leavesNothingThatRecordsOfOnePersonShare() {
        Recommendation first = fixture.profiled(user, Instant.now());
        Recommendation second = fixture.profiled(user, Instant.now());
        records.record(first);
        records.record(second);
        String ids = "('" + first.id() + "', '" + second.id() + "')";

        erasure.erase(RecordFixture.NAMESPACE, user.externalId());

        assertThat(text("SELECT count(*)::text FROM recommendation WHERE id IN " + ids
                        + " AND subject_id IS NULL AND personal IS NULL AND mode = 'profiled'"))
                .isEqualTo("2");
        assertThat(text("SELECT string_agg(record::text, '') FROM recommendation WHERE id IN " + ids))
                .contains("casino")
                .doesNotContain("values", "like", "order", "sources", "0.3333", "dumbo");
    }

    @Test
    void whoWasErasedByAnEarlierProgramLeavesNoNumbersEither() throws SQLException, IOException {
        Recommendation before = fixture.profiled(user, Instant.now());
        Recommendation nobodys = fixture.nonProfiled(Instant.now());
        records.record(before);
        records.record(nobodys);
        execute("UPDATE recommendation SET subject_id = NULL, personal = NULL" + OF_USER);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                InputStream migration = Records.class.getResourceAsStream("/db/migrations/V0508__erased_numbers.sql")) {
            statement.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(records.find(before.id()).orElseThrow().candidates())
                .singleElement()
                .satisfies(item -> assertThat(item.like()).isNull());
        assertThat(records.find(nobodys.id())).contains(nobodys);
    }

    @Test
    void anErasureWaitsForAFirstRecordThatIsBeingWritten() {
        Recommendation first = fixture.profiled(user, Instant.now());
        CompletableFuture<ErasureService.Receipt> erased = QuarkusTransaction.requiringNew()
                .call(() -> {
                    records.record(first);
                    var erasing = CompletableFuture.supplyAsync(
                            () -> erasure.erase(RecordFixture.NAMESPACE, user.externalId()));
                    LockWaits.await(database);
                    return erasing;
                });
        assertThat(erased.join().counts()).containsEntry("recommendationRecordsSealedForever", 1L);
        assertThat(records.find(first.id()).orElseThrow().personal()).isNull();
        assertThat(keysOf(user)).isEqualTo("0");
    }

    @Test
    void feedbackDuringAnErasureBringsNobodyBack() {
        Recommendation shown = fixture.profiled(user, Instant.now());
        records.record(shown);
        var said = new FeedbackService.Feedback("casino", true, null, null, null, null);
        CompletableFuture<Interaction> given = QuarkusTransaction.requiringNew().call(() -> {
            erasure.erase(RecordFixture.NAMESPACE, user.externalId());
            var giving = CompletableFuture.supplyAsync(() -> feedback.give("shop", shown.id(), said));
            LockWaits.await(database);
            return giving;
        });
        assertThatThrownBy(given::join).hasCauseInstanceOf(Conflict.class);
        assertThat(users.find(RecordFixture.NAMESPACE, user.externalId())).isEmpty();
        assertThat(text("SELECT count(*)::text FROM recommendation_feedback WHERE recommendation_id = '" + shown.id()
                        + "'"))
                .isEqualTo("0");
    }

    @Test
    void recordsAndErasuresAtOnceEndEachInTheirOrder() {
        for (int round = 0; round < 20; round++) {
            User person = fixture.user("PERSON-" + UUID.randomUUID());
            List<Recommendation> all = IntStream.range(0, 6)
                    .mapToObj(i -> fixture.profiled(person, Instant.now()))
                    .toList();
            List<CompletableFuture<Boolean>> written = all.stream()
                    .map(r -> CompletableFuture.supplyAsync(
                            () -> written(r), run -> Thread.ofPlatform().start(run)))
                    .toList();
            var receipt = erasure.erase(RecordFixture.NAMESPACE, person.externalId());
            long kept = written.stream().filter(CompletableFuture::join).count();
            assertThat(receipt.counts()).containsEntry("recommendationRecordsSealedForever", kept);
            assertThat(keysOf(person)).isEqualTo("0");
            assertThat(all.stream().flatMap(r -> records.find(r.id()).stream()))
                    .hasSize((int) kept)
                    .allMatch(left -> left.personal() == null);
        }
    }

    /** False where the person was erased before. */
    private boolean written(Recommendation recommendation) {
        try {
            records.record(recommendation);
            return true;
        } catch (NotFound erased) {
            return false;
        }
    }

    @Test
    void storesNothingWhereItFailsInTheMiddle() {
        Recommendation broken = fixture.ofAnItemThatIsNot(user, Instant.now());

        assertThatThrownBy(() -> records.record(broken)).hasStackTraceContaining("recommended_item");

        assertThat(records.find(broken.id())).isEmpty();
        assertThat(text("SELECT count(*)::text FROM recommended_item WHERE recommendation_id = '" + broken.id() + "'"))
                .isEqualTo("0");
        assertThat(keysOf(user)).isEqualTo("0");
    }

    @Test
    void makesOneKeyWhereFirstRecordsComeAtOnce() {
        List<Recommendation> first = IntStream.range(0, 8)
                .mapToObj(i -> fixture.profiled(user, Instant.now()))
                .toList();

        first.stream()
                .map(r -> CompletableFuture.runAsync(
                        () -> records.record(r), run -> Thread.ofPlatform().start(run)))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(keysOf(user)).isEqualTo("1");
        first.forEach(r -> assertThat(records.find(r.id())).contains(r));
    }

    @Test
    void saysPlainlyThatARecordWasChanged() {
        Recommendation changed = fixture.profiled(user, Instant.now());
        records.record(changed);
        damage(changed);

        assertThatThrownBy(() -> records.find(changed.id()))
                .isInstanceOf(RecordUnreadable.class)
                .hasMessageContaining(changed.id().toString());
        String body = given().auth()
                .oauth2(clients.create("audit-" + UUID.randomUUID()))
                .get("/api/v1/recommendations/" + changed.id())
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .extract()
                .asString();
        assertThat(body).contains("cannot be opened").doesNotContain("Exception", "AES", user.externalId());
    }

    @Test
    void noticesPartsThatWereMovedToAnotherRecord() {
        Recommendation one = fixture.profiled(user, Instant.now());
        Recommendation other = fixture.profiled(user, Instant.now());
        records.record(one);
        records.record(other);
        execute("UPDATE recommendation SET personal = (SELECT personal FROM recommendation WHERE id = '" + one.id()
                + "') WHERE id = '" + other.id() + "'");

        assertThatThrownBy(() -> records.find(other.id())).isInstanceOf(RecordUnreadable.class);
        assertThat(records.find(one.id())).contains(one);
    }

    @Test
    void letsAPersonGoWhoseKeyWasChanged() {
        Recommendation recommendation = fixture.profiled(user, Instant.now());
        records.record(recommendation);
        execute("UPDATE vault.subject_key SET wrapped_key = set_byte(wrapped_key, 30, 255 - get_byte(wrapped_key, 30))"
                + " WHERE user_id = '" + user.id() + "'");

        assertThatThrownBy(() -> records.find(recommendation.id())).isInstanceOf(RecordUnreadable.class);

        erasure.erase(RecordFixture.NAMESPACE, user.externalId());
        assertThat(records.find(recommendation.id()).orElseThrow().personal()).isNull();
    }

    private String keysOf(User person) {
        return text("SELECT count(*)::text FROM vault.subject_key WHERE user_id = '" + person.id() + "'");
    }

    private String text(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(sql, String.class)
                        .getSingleResult()
                        .toString());
    }

    /** Changes a byte of what is sealed. */
    private void damage(Recommendation recommendation) {
        execute("UPDATE recommendation SET personal = set_byte(personal, 20, 255 - get_byte(personal, 20)) WHERE id = '"
                + recommendation.id() + "'");
    }

    private Iterable<ExportedRecords.Exported> exported() {
        return ((ExportedRecords) records.export(user.id())).answers();
    }

    private void execute(String sql) {
        execute(1, sql);
    }

    private void execute(int rows, String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(entities.createNativeQuery(sql.replace(":user", "'" + user.id() + "'"))
                                .executeUpdate())
                        .isEqualTo(rows));
    }
}
