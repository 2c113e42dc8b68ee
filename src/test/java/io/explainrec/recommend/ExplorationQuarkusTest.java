package io.explainrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.Api;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.UserService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.ItemSearch;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.Decision.Contribution;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.registry.ModelRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop of one popular film, more that are liked a little, and one that nobody judged. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ExplorationQuarkusTest {
    private static final String D = "explored-films";
    private static final int FILMS = 8;
    private static final String UNJUDGED = "f" + FILMS;

    @Inject
    DomainService domains;

    @Inject
    UserService users;

    @Inject
    ItemService items;

    @Inject
    RecommendRepository repository;

    @Inject
    ItemSearch search;

    @Inject
    EmbeddingService embeddings;

    @Inject
    ModelEvidence model;

    @Inject
    ModelRegistry registry;

    @Inject
    RecommendationRecorder recorder;

    @Inject
    Clock clock;

    @Inject
    EvidenceStateLoader states;

    @BeforeEach
    void shop() {
        Api.put("/domains/" + D, "{\"title\": \"Films\"}").statusCode(200);
        for (int i = 1; i <= FILMS; i++) {
            Api.put("/domains/" + D + "/items/f" + i, "{\"title\": \"Film " + i + "\"}")
                    .statusCode(200);
        }
        for (int u = 0; u < FILMS; u++) {
            Api.put("/users/explorer-" + u, "{}").statusCode(200);
            for (int i = 1; i + u < FILMS; i++) {
                Api.post(
                                "/interactions",
                                "{\"user\": \"explorer-" + u + "\", \"domain\": \"" + D + "\", \"item\": \"f" + i
                                        + "\", \"liked\": true}")
                        .statusCode(200);
            }
        }
        embeddings.catchUp(count -> {});
        states.refresh();
    }

    private RecommendConfig config(String exploration, String candidates) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RecommendConfig.class)
                .withDefaultValue("explainrec.recommend.exploration", exploration)
                .withDefaultValue("explainrec.recommend.candidates", candidates)
                .build()
                .getConfigMapping(RecommendConfig.class);
    }

    private List<DecidedItem> decided(String exploration, String candidates) {
        return answer(exploration, candidates).candidates();
    }

    private Recommendation answer(String exploration, String candidates) {
        RecommendConfig config = config(exploration, candidates);
        var generator = new CandidateGenerator(search, repository, config);
        var service = new RecommendService(
                new Catalogue(domains, users, items, repository, generator),
                embeddings,
                model,
                new Serving(registry, recorder, clock, states, config));
        return service.decide(new RecommendationRequest(null, null, D, 3, null, null, "non-profiled", null), false);
    }

    @Test
    void withoutItNobodyIsLifted() {
        List<DecidedItem> decided = decided("0", "100");
        assertThat(decided.getFirst().externalId()).isEqualTo("f1");
        assertThat(decided)
                .allSatisfy(item -> assertThat(exploration(item).contribution()).isZero());
    }

    @Test
    void anItemThatNobodyJudgedIsLiftedAndTheOrderSaysSo() {
        List<DecidedItem> decided = decided("10", "100");
        DecidedItem first = decided.getFirst();
        assertThat(first.externalId()).isEqualTo(UNJUDGED);
        assertThat(exploration(first).contribution()).isEqualTo(10);
        assertThat(exploration(decided.get(1)).contribution())
                .as("of one with a verdict")
                .isCloseTo(10 / Math.sqrt(2), within(1e-12));
        for (DecidedItem item : decided) {
            Decision order = item.order();
            double sum = order.contributions().stream()
                    .mapToDouble(Contribution::contribution)
                    .sum();
            assertThat(order.base() + sum).isCloseTo(order.logit(), within(1e-9));
            assertThat(contribution(item.like()).contribution())
                    .as("the probability does not hear it")
                    .isZero();
        }
    }

    @Test
    void theVersionSaysIt() {
        String plain = answer("0", "100").versions().decision();
        assertThat(answer("10", "100").versions().decision()).isEqualTo(plain + "+exploration-10.0");
        assertThat(answer("0", "100").versions().decision()).isEqualTo(plain);
    }

    @Test
    void whatFewJudgedIsACandidateWhateverElseIsBetter() {
        assertThat(decided("0", "1")).extracting(DecidedItem::externalId).doesNotContain(UNJUDGED);
        assertThat(decided("1", "1")).extracting(DecidedItem::externalId).contains("f1", UNJUDGED);
    }

    private static Contribution exploration(DecidedItem item) {
        return contribution(item.order());
    }

    private static Contribution contribution(Decision decision) {
        return decision.contributions().stream()
                .filter(c -> c.source() == EvidenceSource.EXPLORATION)
                .findFirst()
                .orElseThrow();
    }
}
