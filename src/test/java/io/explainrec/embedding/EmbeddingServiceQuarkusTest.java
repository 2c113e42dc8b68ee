package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class EmbeddingServiceQuarkusTest {
    private static final String DOMAIN = "embedding-films";

    @Inject
    DomainService domains;

    @Inject
    ItemService items;

    @Inject
    EmbeddingService embeddings;

    @Inject
    ItemSearch search;

    @Inject
    EncoderVersions versions;

    @Inject
    VectorIndex index;

    @Inject
    ItemEncoders encoders;

    @Inject
    DataSource database;

    private Domain domain;

    @BeforeEach
    void domain() {
        domain = domains.put(DOMAIN, new Domain.Input("Films", null, null, null));
    }

    @Test
    void findsByMeaningWhatWasEmbedded() {
        Item shark = put("jaws", "Jaws", "A great white shark hunts swimmers off a beach.");
        Item ship = put("titanic", "Titanic", "Two lovers on a ship that sinks in the icy sea.");
        Item cowboys = put("unforgiven", "Unforgiven", "An old gunslinger takes one last job in the Wild West.");
        List<Long> progress = new ArrayList<>();

        embeddings.catchUp(progress::add);

        assertThat(progress).isSorted();
        assertThat(nearest("a western about a cowboy")).first().isEqualTo(cowboys.id());
        assertThat(nearest("dangerous fish")).first().isEqualTo(shark.id());
        assertThat(embeddings.vectors(embeddings.active(), List.of(shark.id(), ship.id(), UUID.randomUUID())))
                .containsOnlyKeys(shark.id(), ship.id());
    }

    @Test
    void embedsAnItemWithoutTextByItsTitle() {
        Item item = put("bare", "The Godfather", "");

        embeddings.catchUp(done -> {});

        float[] expected = embeddings.encode(embeddings.active(), "The Godfather");
        assertThat(embeddings.vectors(embeddings.active(), List.of(item.id())).get(item.id()))
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void embedsAgainWhatChangedAndNothingElse() {
        Item item = put("changing", "Alien", "A creature on a spaceship.");
        embeddings.catchUp(done -> {});
        float[] before =
                embeddings.vectors(embeddings.active(), List.of(item.id())).get(item.id());
        assertThat(embeddings.catchUp(done -> {})).isZero();

        put("changing", "Alien", "A cookbook of vegetable soups.");
        embeddings.catchUp(done -> {});

        assertThat(embeddings.vectors(embeddings.active(), List.of(item.id())).get(item.id()))
                .isNotEqualTo(before);
        assertThat(embeddings.pending()).isZero();
    }

    @Test
    void restsAfterALookThatFoundNothingSomeTimesAsLongAsItTook() {
        AtomicLong now = new AtomicLong();
        List<EncoderVersion> looks = new ArrayList<>();
        ItemVectors slow = new ItemVectors(database) {
            @Override
            List<Waiting> waiting(EncoderVersion version, UUID after, int limit) {
                looks.add(version);
                now.addAndGet(Duration.ofSeconds(3).toNanos());
                return List.of();
            }
        };
        EmbeddingService service = new EmbeddingService(versions, slow, index, encoders, now::get);
        service.inTheBackground();
        assertThat(looks).as("before the start").isEmpty();
        service.start(null);
        service.inTheBackground();
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        service.inTheBackground();
        assertThat(looks).hasSize(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        service.inTheBackground();
        assertThat(looks).hasSize(2);
    }

    @Test
    void leavesRetiredItemsAlone() {
        Item item = put("going", "Gone Girl", "A woman disappears.");
        embeddings.catchUp(done -> {});
        items.retire(DOMAIN, "going");

        assertThat(nearest("a woman disappears")).doesNotContain(item.id());
        assertThat(embeddings.pending()).isZero();
    }

    private Item put(String id, String title, String text) {
        return items.put(DOMAIN, id, new Item.Input(id, title, text, Map.of(), null));
    }

    private List<UUID> nearest(String text) {
        return search
                .nearest(
                        embeddings.active(),
                        embeddings.encode(embeddings.active(), text),
                        new ItemSearch.Filter(domain.id(), List.of(), Map.of()),
                        10)
                .stream()
                .map(ItemSearch.Neighbour::itemId)
                .toList();
    }
}
