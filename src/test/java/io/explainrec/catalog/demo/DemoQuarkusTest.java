package io.explainrec.catalog.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class DemoQuarkusTest {
    private static final long SEED = 7;
    private static final int PEOPLE = 60;

    @Inject
    DemoService demo;

    @Inject
    DemoRepository repository;

    @BeforeEach
    void load() {
        demo.load(SEED, PEOPLE);
    }

    @AfterEach
    void remove() {
        if (repository.current().isPresent()) {
            demo.remove();
        }
    }

    @Test
    void bringsTheWholeShopAndAgainChangesNothing() {
        demo.load(SEED, PEOPLE);
        DemoShop shop = demo.shop();
        assertThat(repository.existing(shop)).hasSameSizeAs(shop.users());
        assertThat(Api.get("/users/user-001/export?namespace=demo")
                        .extract()
                        .jsonPath()
                        .getList("interactions"))
                .hasSize((int) shop.events().stream()
                        .filter(event -> event.user().equals("user-001"))
                        .count());
        assertThatThrownBy(() -> demo.load(SEED + 1, PEOPLE))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("seed 7");
    }

    @Test
    void takesAwayWhatItBroughtAndNothingElse() {
        Api.put("/domains/films/items/mine", "{\"title\": \"My own film\"}").statusCode(200);
        Api.put("/users/neighbour?namespace=demo", "{}").statusCode(200);
        Api.post(
                        "/recommendations",
                        "{\"namespace\": \"demo\", \"user\": \"user-001\", \"domain\": \"films\", \"count\": 3}")
                .statusCode(200);

        assertThat(demo.remove()).isEqualTo("60 users, 440 items");

        Api.get("/domains/books").statusCode(404);
        Api.get("/domains/films").body("demo", equalTo(false));
        Api.get("/domains/films/items").body("items", hasSize(1)).body("items[0].externalId", equalTo("mine"));
        Api.get("/users/neighbour?namespace=demo").statusCode(200);
        Api.get("/users/user-001?namespace=demo").statusCode(404);
        assertThatThrownBy(demo::shop).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> demo.load(SEED, PEOPLE))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("own");
        dropTheOwnFilm();
    }

    @Test
    void keepsItsItemsWhileOthersHaveEventsOnThem() {
        Api.post(
                        "/interactions",
                        "{\"user\": \"real\", \"domain\": \"books\", \"item\": \"book-001\", \"liked\": true}")
                .statusCode(200);
        assertThatThrownBy(demo::remove).isInstanceOf(Conflict.class).hasMessageContaining("1 events");
        Api.get("/domains/books/items/book-001").statusCode(200);
        Api.delete("/users/real").statusCode(200);
    }

    @Test
    void aStartDoesNotBringBackWhatWasRemoved() {
        demo.remove();
        demo.loadAtFirstStart(new StartupEvent(), true);
        assertThat(repository.current()).isEmpty();
        assertThat(repository.wasEverLoaded()).isTrue();
    }

    @Inject
    EntityManager entities;

    /** Makes room for the next test: retired items stay for histories, and with them their domain. */
    private void dropTheOwnFilm() {
        io.quarkus.narayana.jta.QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("DELETE FROM item WHERE external_id = 'mine'")
                    .executeUpdate();
            entities.createNativeQuery("DELETE FROM domain WHERE name = 'films'")
                    .executeUpdate();
        });
    }
}
