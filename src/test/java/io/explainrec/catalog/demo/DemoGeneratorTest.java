package io.explainrec.catalog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.demo.DemoShop.DemoEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is planted is there to be found, whatever the seed. */
class DemoGeneratorTest {
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final DemoShop SHOP = DemoGenerator.generate(DemoService.SEED, END);

    @Test
    void theSameSeedAndDayGiveTheSameShop() {
        assertThat(DemoGenerator.generate(DemoService.SEED, END)).isEqualTo(SHOP);
        assertThat(DemoGenerator.generate(1, END)).isNotEqualTo(SHOP);
    }

    @Test
    void isAsLargeAsItsDocumentSays() {
        assertThat(SHOP.films()).hasSize(240);
        assertThat(SHOP.books()).hasSize(200);
        assertThat(SHOP.users()).hasSize(1800);
        assertThat(SHOP.events())
                .hasSizeBetween(60_000, 90_000)
                .isSortedAccordingTo(Comparator.comparing(DemoEvent::at));
        assertThat(SHOP.truth().tastes()).hasSize(840);
    }

    @Test
    void hasThePlacesWhereRecommendersStumble() {
        Map<String, Long> events =
                SHOP.events().stream().collect(Collectors.groupingBy(DemoEvent::user, Collectors.counting()));
        assertThat(SHOP.users())
                .filteredOn(user -> !events.containsKey(user.id()))
                .isNotEmpty();
        assertThat(SHOP.users()).filteredOn(user -> user.ageBand() == null).isNotEmpty();
        assertThat(SHOP.films()).filteredOn(item -> item.text().isEmpty()).isNotEmpty();
        assertThat(SHOP.films()).filteredOn(item -> !item.pictured()).isNotEmpty();
        assertThat(SHOP.films())
                .filteredOn(
                        film -> SHOP.events().stream().noneMatch(e -> e.item().equals(film)))
                .isNotEmpty();
    }

    @Test
    void everyPlantedEffectShowsWithItsSignForSeveralSeeds() {
        for (long seed = 1; seed <= 5; seed++) {
            DemoShop shop = DemoGenerator.generate(seed, END);
            DemoTruth truth = shop.truth();
            assertThat(lift(shop, e -> tastes(truth, e).anyMatch(e.item()::has), e -> true))
                    .isPositive();
            for (DemoTruth.GroupTaste group : truth.groups()) {
                Map<String, DemoShop.DemoUser> users =
                        shop.users().stream().collect(Collectors.toMap(DemoShop.DemoUser::id, user -> user));
                double lift = lift(
                        shop,
                        e -> group.ageBand().equals(users.get(e.user()).ageBand())
                                && (group.gender() == null
                                        || group.gender()
                                                .equals(users.get(e.user()).gender())),
                        e -> e.item().has(group.value()));
                assertThat(Math.signum(lift)).as("%s, seed %d", group, seed).isEqualTo(Math.signum(group.effect()));
            }
            for (DemoTruth.Association association : truth.associations()) {
                Predicate<DemoEvent> ofGenre = e -> e.item().domain().equals(DemoShop.BOOKS)
                        && e.item().genre().equals(association.bookGenre());
                Predicate<DemoEvent> favours = e -> tastes(truth, e).anyMatch(association.filmValue()::equals);
                assertThat(shop.events().stream().filter(ofGenre.and(favours))).hasSizeGreaterThan(30);
                // Those who favour the book's genre as well, or like that kind anyway, would blur it.
                Predicate<DemoEvent> plain = e -> tastes(truth, e).noneMatch(e.item()::has);
                assertThat(Math.signum(lift(shop, favours, ofGenre.and(plain))))
                        .as("%s, seed %d", association, seed)
                        .isEqualTo(Math.signum(association.effect()));
            }
            for (DemoTruth.Season season : truth.seasons()) {
                double lift = lift(
                        shop,
                        e -> season.months()
                                .contains(e.at().atZone(ZoneOffset.UTC).getMonthValue()),
                        e -> e.item().domain().equals(DemoShop.FILMS)
                                && e.item().genre().equals(season.genre()));
                assertThat(lift).as("%s, seed %d", season, seed).isPositive();
            }
        }
    }

    @Test
    void aDislikeNeverBlamesWhatIsFavoured() {
        for (DemoEvent event : SHOP.events()) {
            if (event.reason() != null && !event.liked()) {
                assertThat(tastes(SHOP.truth(), event).toList())
                        .noneMatch(value -> event.reason().contains(value));
            }
        }
        assertThat(SHOP.events())
                .filteredOn(e -> e.reason() != null)
                .hasSizeGreaterThan(SHOP.events().size() / 6);
    }

    private static Stream<String> tastes(DemoTruth truth, DemoEvent event) {
        return truth.tastes().getOrDefault(event.user(), List.of()).stream();
    }

    /** Share of likes of those it holds for, less that of the others, among these events. */
    private static double lift(DemoShop shop, Predicate<DemoEvent> holds, Predicate<DemoEvent> among) {
        List<DemoEvent> events = shop.events().stream().filter(among).toList();
        return share(events.stream().filter(holds)) - share(events.stream().filter(holds.negate()));
    }

    private static double share(Stream<DemoEvent> events) {
        return events.mapToInt(event -> event.liked() ? 1 : 0).average().orElseThrow();
    }
}
