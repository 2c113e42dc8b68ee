package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.User;
import io.explainrec.catalog.UserService;
import io.explainrec.catalog.demo.ImportedDemo;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.knowledge.KnowledgeBuilder;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.ShopPast;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.knowledge.WithoutDemographics;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.Decision.Contribution;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.Person;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.recommend.layer.ShopInteractions;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the active snapshot says is evidence of every answer, and of nothing where none is active. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgeEvidenceQuarkusTest {
    private static final String NAMESPACE = "weighing";
    private static final String FILMS = NAMESPACE + "-films";

    private static boolean loaded;

    @Inject
    ImportService imports;

    @Inject
    KnowledgeBuilder builder;

    @Inject
    KnowledgeService knowledge;

    @Inject
    ShopPast past;

    @Inject
    ShopInteractions interactions;

    @Inject
    EvidenceStateLoader states;

    @Inject
    RecommendService recommendations;

    @Inject
    RecommendationRecorder recorder;

    @Inject
    RecommendRepository repository;

    @Inject
    UserService users;

    @Inject
    DataSource database;

    private Statements sql;

    @BeforeEach
    void load() {
        sql = new Statements(database);
        if (!loaded) {
            ImportedDemo.into(imports, NAMESPACE, 11, 600);
            sql.execute(
                    "UPDATE app_user SET age_band = NULL, gender = NULL, occupation = NULL WHERE namespace = ?"
                            + " AND external_id IN (SELECT external_id FROM app_user WHERE namespace = ? ORDER BY 1 DESC LIMIT 1)",
                    NAMESPACE,
                    NAMESPACE);
            loaded = true;
        }
        leave();
    }

    @AfterEach
    void leave() {
        sql.execute("UPDATE kb_snapshot SET active = false WHERE active");
        states.refresh();
    }

    @Test
    void theActiveSnapshotSpeaksAndIsNamedInTheRecord() {
        Recommendation without = recommend(somebody("age_band IS NOT NULL"));
        assertThat(without.versions().knowledge()).isNull();
        assertThat(said(without, EvidenceSource.DEMOGRAPHIC_KNOWLEDGE)).isEmpty();

        Snapshot snapshot = activated("9999-01-01");
        Recommendation with = recommend(somebody("age_band IS NOT NULL"));
        assertThat(with.versions().knowledge()).isEqualTo(snapshot.id());
        assertThat(said(with, EvidenceSource.DEMOGRAPHIC_KNOWLEDGE)).isNotEmpty();
        assertThat(recorder.newestOf(snapshot.id(), 10)).isEmpty();
        Recommendation recorded = recommendations.recommend(request(somebody("age_band IS NOT NULL")));
        assertThat(recorder.newestOf(snapshot.id(), 10))
                .extracting(RecommendationRecorder.Told::id)
                .containsExactly(recorded.id());
        assertThat(RecommendationAnswer.of(recorded, false).versions().knowledge())
                .isEqualTo(snapshot.id());
        assertThat(said(recommend(somebody("age_band IS NULL")), EvidenceSource.DEMOGRAPHIC_KNOWLEDGE))
                .as("of who has no demographics")
                .isEmpty();
    }

    @Test
    void whatIsNotToBeReliedOnAnyMoreSaysNothing() {
        activated("2001-01-01");
        Recommendation answer = recommend(somebody("age_band IS NOT NULL"));
        assertThat(answer.versions().knowledge()).isNotNull();
        assertThat(answer.candidates()).isNotEmpty();
        EvidenceSource.KNOWLEDGE.forEach(
                source -> assertThat(said(answer, source)).as(source.name()).isEmpty());
    }

    @Test
    void whereDemographicsAreSwitchedOffNobodysAreRead() {
        User user = users.get(NAMESPACE, somebody("age_band IS NOT NULL"));
        assertThat(repository.requester(user, 10).person().unknown()).isFalse();
        RecommendRepository switchedOff = new RecommendRepository(database, WithoutDemographics.config());
        assertThat(switchedOff.requester(user, 10).person()).isEqualTo(Person.UNKNOWN);
        assertThat(switchedOff.requester(user, 10).events()).isNotEmpty();
        assertThat(switchedOff.person("18-24", "female", null))
                .as("a newcomer's")
                .isEqualTo(Person.UNKNOWN);
    }

    /** Whatever the newest interaction of all tests is. */
    private Snapshot activated(String validUntil) {
        Snapshot snapshot = builder.build("test", false);
        sql.execute("UPDATE kb_entry SET valid_until = ?::date WHERE snapshot_id = ?", validUntil, snapshot.id());
        knowledge.activate(snapshot.id().toString(), "somebody");
        states.refresh();
        return snapshot;
    }

    @Test
    void anEarlierTimeKnowsLessAndWithoutASnapshotNothingIsCounted() {
        var all = interactions.load().interactions();
        assertThat(past.of(all)).isEqualTo(KnowledgeTables.NONE);

        knowledge.activate(builder.build("test", false).id().toString(), "somebody");
        KnowledgeTables whole = past.of(all);
        KnowledgeTables tenth = past.of(all.slice(0, all.size() / 10));
        assertThat(whole.groups()).isNotEmpty();
        assertThat(tenth.groups().size()).isLessThan(whole.groups().size());
        assertThat(past.of(all.slice(0, 0))).isEqualTo(KnowledgeTables.NONE);

        InteractionsBuilder untimed = new InteractionsBuilder();
        for (int i = 0; i < all.size(); i++) {
            untimed.add("user", "item " + i, true, Float.NaN, Instant.ofEpochSecond(all.second(0)));
        }
        assertThat(past.of(untimed.build()).groups())
                .as("as many, of which no time says what was earlier")
                .isNotEmpty();
    }

    private Recommendation recommend(String user) {
        return recommendations.decide(request(user), false);
    }

    private static RecommendationRequest request(String user) {
        return new RecommendationRequest(NAMESPACE, user, FILMS, 5, null, null, "profiled", null);
    }

    private static List<Contribution> said(Recommendation answer, EvidenceSource source) {
        return answer.candidates().stream()
                .flatMap(item -> item.like().contributions().stream())
                .filter(part -> part.source() == source && !part.masked())
                .toList();
    }

    private String somebody(String who) {
        return sql.query(
                        "SELECT external_id FROM app_user WHERE namespace = ? AND " + who + " ORDER BY 1 LIMIT 1",
                        row -> row.getString(1),
                        NAMESPACE)
                .getFirst();
    }
}
