package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.UserService;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.UserEvidence;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.evidence.fit.ReplayedShop;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.recommend.layer.DecisionLayers;
import io.explainrec.recommend.layer.LayerService;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is what is served: the same values and logits, from files as evaluation reads them and from SQL. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SameEvidenceQuarkusTest {
    private static final int USERS = 1000;
    private static final int UNKNOWN = -1;

    @Inject
    DataSource database;

    @Inject
    EvidenceStateLoader states;

    @Inject
    RecommendRepository repository;

    @Inject
    RecommendService recommendations;

    @Inject
    UserService users;

    @Inject
    DomainService domains;

    @Inject
    LayerService layers;

    @Inject
    DecisionLayers stored;

    @Inject
    Scheduler scheduler;

    @TempDir
    Path folder;

    private final MadeShop shop = new MadeShop(USERS, 11);
    private DecisionArtifact artifact;

    @BeforeEach
    void fitAndActivate() throws SQLException {
        scheduler.pause(); // or it would be loaded again as of today
        new MadeShopTables(database).put(shop);
        artifact = new LayerFitting("test").fit(shop.dataSet(), 7, Instant.now());
        artifact.write(folder);
        layers.activate(folder.toString());
        states.refresh(MadeShop.END);
    }

    @AfterEach
    void remove() throws SQLException {
        layers.activate(LayerService.FIRST);
        new MadeShopTables(database).remove();
        states.refresh();
        scheduler.resume();
    }

    @Test
    void ofAThousandUsersFromFilesAndFromSql() {
        assertThat(stored.get(artifact.layer().version()).layer()).isEqualTo(artifact.layer());
        ReplayedShop files = new ReplayedShop(shop, artifact);
        SplittableRandom random = new SplittableRandom(3);
        Set<EvidenceSource> spoke = EnumSet.noneOf(EvidenceSource.class);
        for (int user = 0; user < USERS; user++) {
            int film = random.nextInt(19) * 3 + 1;
            compare(user, List.of(film, film + 1, film + 3), files, spoke);
            compare(user, List.of(film - 1, film + 2), files, spoke);
        }
        assertThat(spoke).containsAll(artifact.layer().like().terms().keySet());
        assertThat(spoke).containsAll(artifact.layer().rank().terms().keySet());
    }

    /** Items of one domain, and one that nobody spoke of. */
    private void compare(int user, List<Integer> numbers, ReplayedShop files, Set<EvidenceSource> spoke) {
        String domain = MadeShop.item(numbers.getFirst()).domain();
        Map<String, ReplayedShop.Said> expected = new HashMap<>();
        numbers.forEach(item -> expected.put(MadeShop.item(item).id(), files.about(user, item, item)));
        expected.put("unknown", files.about(user, UNKNOWN, numbers.getFirst()));

        Requester requester = repository.requester(users.get(MadeShopTables.NAMESPACE, "u" + user), 300);
        UserEvidence evidence = states.state().about(requester.history());
        UUID domainId = domains.get(domain).id();
        Map<String, UUID> ids = repository.named(domainId, List.copyOf(expected.keySet()));
        expected.forEach((item, said) ->
                asStateSays(item + " for user " + user, evidence.values(ids.get(item), domainId), said, spoke));
        asRecommended(user, domain, expected);
    }

    private static void asStateSays(
            String what, double[] values, ReplayedShop.Said expected, Set<EvidenceSource> spoke) {
        for (EvidenceSource source : EvidenceSource.values()) {
            double value = expected.values()[source.ordinal()];
            double found = values[source.ordinal()];
            if (Double.isNaN(value)) {
                assertThat(found).as("%s of %s", source, what).isNaN();
            } else {
                assertThat(found).as("%s of %s", source, what).isCloseTo(value, within(1e-6));
                spoke.add(source);
            }
        }
    }

    /** Through all that answers a request. */
    private void asRecommended(int user, String domain, Map<String, ReplayedShop.Said> expected) {
        Recommendation answer = recommendations.decide(
                new RecommendationRequest(
                        MadeShopTables.NAMESPACE,
                        "u" + user,
                        domain,
                        1,
                        null,
                        List.copyOf(expected.keySet()),
                        null,
                        null),
                false);
        assertThat(answer.versions().decision()).isEqualTo(artifact.layer().version());
        assertThat(answer.candidates()).hasSize(expected.size());
        for (DecidedItem decided : answer.candidates()) {
            ReplayedShop.Said said = expected.get(decided.externalId());
            String what = decided.externalId() + " for user " + user;
            assertThat(decided.like().logit()).as("like of " + what).isCloseTo(said.like(), within(1e-6));
            assertThat(decided.order().logit()).as("rank of " + what).isCloseTo(said.rank(), within(1e-6));
            for (Decision.Contribution c : decided.like().contributions()) {
                // Content comes from an encoder that may have reached the item by now, and no head has a term for it.
                if (c.source() != EvidenceSource.CONTENT) {
                    double value = said.values()[c.source().ordinal()];
                    assertThat(c.masked() ? Double.NaN : c.value())
                            .as(c.source() + " of " + what)
                            .satisfies(
                                    v -> assertThat(Double.isNaN(v) ? Double.isNaN(value) : Math.abs(v - value) < 1e-6)
                                            .isTrue());
                }
            }
        }
    }
}
