package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceStateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID FILMS = id("films");
    private static final UUID BOOKS = id("books");
    private static final Person YOUTH = new Person("18-24", null, null);
    private static final List<String> YOUNG = List.of("age 18-24");

    private static final Predicate<UUID> ANY = item -> true;

    private final EvidenceStateBuilder builder = new EvidenceStateBuilder();
    private Instant now = START;

    @Test
    void knowsNothingOfAnEmptyShop() {
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(state.asOf()).isEqualTo(Instant.EPOCH);
        assertThat(state.base(FILMS)).isZero();
        assertThat(state.recentlyPopular(FILMS, 10)).isEmpty();
        assertThat(state.popularInGroup(FILMS, YOUNG, ANY, 10)).isEmpty();
        assertThat(state.about(History.NONE).of(id("film"), FILMS))
                .filteredOn(evidence -> evidence.source() != EvidenceSource.EXPLORATION)
                .allMatch(evidence -> evidence.masked() || evidence.value() == 0)
                .filteredOn(evidence -> !evidence.masked())
                .extracting(Evidence::source)
                .as("that nobody liked it, lately or ever, is known")
                .containsExactly(
                        EvidenceSource.RECENT_POPULARITY,
                        EvidenceSource.RECENT_ATTENTION,
                        EvidenceSource.NOVELTY,
                        EvidenceSource.POPULARITY);
    }

    @Test
    void theBestAreOfThoseThatMayBeShown() {
        for (String item : List.of("a", "b", "c")) {
            say("u", item, true);
        }
        say("v", "b", true);
        say("v", "c", true);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(state.recentlyPopular(FILMS, 2)).containsExactly(id("b"), id("c"));
        Predicate<UUID> shown = item -> !item.equals(id("b"));
        assertThat(state.recentlyPopular(FILMS, shown, 2)).containsExactly(id("c"), id("a"));
        assertThat(state.neighbours(FILMS, history("+b"), shown, 5)).containsExactlyInAnyOrder(id("a"), id("c"));
        assertThat(state.recentlyPopular(FILMS, 0)).isEmpty();
    }

    @Test
    void sharesAreShrunkenTowardsTheDomain() {
        // Domain: 3 likes of 4, so (3 + 1) / (4 + 2) = 2/3. Item a: 2 of 2, so (2 + 5 * 2/3) / (2 + 5) = 16/21.
        say("u", "a", true);
        say("v", "a", true);
        say("u", "b", true);
        say("v", "b", false);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(state.base(FILMS)).isCloseTo(Math.log(2), within(1e-12));
        Evidence item = evidence(state, "a", History.NONE, EvidenceSource.ITEM_BIAS);
        assertThat(item.value()).isCloseTo(Math.log(16.0 / 5) - Math.log(2), within(1e-12));
    }

    @Test
    void aUserWithOneLikeIsMoreGenerousThanTheDomainAndWithoutEventsUnknown() {
        say("u", "a", true);
        say("v", "a", false);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(evidence(state, "a", history("+a"), EvidenceSource.USER_BIAS).value())
                .isPositive();
        assertThat(evidence(state, "a", history("-a"), EvidenceSource.USER_BIAS).value())
                .isNegative();
        assertThat(evidence(state, "a", History.NONE, EvidenceSource.USER_BIAS).masked())
                .isTrue();
    }

    /** Nine of ten books are liked, four of ten films. */
    @Test
    void whoLikesWhatIsUsualInOneDomainIsNotGenerousInAnother() {
        for (int k = 0; k < 100; k++) {
            builder.add(id("r" + k), List.of(), id("book" + k % 50), BOOKS, k % 10 > 0, now);
            say("v" + k, "film", k % 10 < 4);
        }
        EvidenceState state = builder.build(Learned.NONE);
        List<History.Event> usual = IntStream.range(0, 30)
                .mapToObj(k -> new History.Event(id("book" + k), k % 10 > 0, 1))
                .toList();
        double bias = evidence(state, "film", new History(usual, Person.UNKNOWN), EvidenceSource.USER_BIAS)
                .value();
        assertThat(bias).isCloseTo(0, within(0.1));
    }

    @Test
    void ofTwoVerdictsOfOnePersonOnlyTheNewerCounts() {
        say("u", "a", true);
        say("v", "a", true);
        say("u", "a", false);
        say("v", "a", true);
        assertThat(builder.build(Learned.NONE).tally(id("a"))).isEqualTo(new EvidenceState.Tally(1, 2));
    }

    @Test
    void recentPopularityHalvesInFourteenDays() {
        say("u", "old", true);
        say("v", "old", true);
        now = START.plus(Duration.ofDays(14));
        say("w", "new", true);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(evidence(state, "old", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isCloseTo(Math.log1p(1), within(1e-9));
        now = now.plus(Duration.ofDays(1));
        say("w", "other", true);
        assertThat(builder.build(Learned.NONE).recentlyPopular(FILMS, 3)).startsWith(id("other"));
    }

    @Test
    void recentPopularityDecaysAndIsSmoothedAsWasLearned() {
        EvidenceStateBuilder slow = new EvidenceStateBuilder(new Recency(100 * 86_400, 0.25));
        slow.add(id("u"), List.of(), id("old"), FILMS, true, START);
        slow.add(id("w"), List.of(), id("new"), FILMS, true, START.plus(Duration.ofDays(100)));
        EvidenceState state = slow.build(Learned.NONE);
        assertThat(evidence(state, "old", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isCloseTo(Math.log1p(0.5 / 0.25), within(1e-9));
        assertThat(evidence(state, "old", History.NONE, EvidenceSource.NOVELTY).value())
                .isCloseTo(Math.exp(-1 / 1.5) * Math.log1p(2), within(1e-9));
    }

    @Test
    void whatWasPopularIsFoundHoweverLongAgoThatWas() {
        EvidenceStateBuilder fast = new EvidenceStateBuilder(new Recency(3600, 1));
        Instant then = Instant.parse("1960-01-01T00:00:00Z");
        fast.add(id("u"), List.of(), id("once"), FILMS, true, then);
        fast.add(id("u"), List.of(), id("twice"), FILMS, true, then);
        fast.add(id("v"), List.of(), id("twice"), FILMS, true, then);
        fast.add(id("v"), List.of(), id("never"), FILMS, false, then);
        fast.add(id("u"), List.of(), id("book"), BOOKS, true, START);
        EvidenceState state = fast.build(Learned.NONE);
        assertThat(state.recentlyPopular(FILMS, 5)).containsExactly(id("twice"), id("once"));
        assertThat(evidence(state, "twice", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isZero();
    }

    @Test
    void popularityCountsLikesHoweverLongAgo() {
        say("u", "a", true);
        say("v", "a", true);
        say("w", "a", false);
        now = START.plus(Duration.ofDays(3000));
        say("w", "b", true);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(evidence(state, "a", History.NONE, EvidenceSource.POPULARITY).value())
                .isEqualTo(Math.log1p(2));
        assertThat(evidence(state, "a", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void aLikeThatWasTakenBackIsNoRecentPopularity() {
        say("u", "a", true);
        say("v", "a", true);
        now = START.plus(Duration.ofDays(14));
        say("v", "a", false);
        say("w", "a", true);
        // One like of a half-life ago and one of now.
        assertThat(evidence(builder.build(Learned.NONE), "a", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isCloseTo(Math.log1p(1.5), within(1e-9));
        say("u", "a", false);
        say("w", "a", false);
        assertThat(builder.build(Learned.NONE).recentlyPopular(FILMS, 1)).isEmpty();
    }

    @Test
    void popularItemsAreOfTheDomainAlone() {
        say("u", "a", true);
        builder.add(id("u"), List.of(), id("book"), BOOKS, true, now);
        assertThat(builder.build(Learned.NONE).recentlyPopular(BOOKS, 10)).containsExactly(id("book"));
    }

    @Test
    void aGroupSpeaksFromItsFloorOnAndCountsPeople() {
        for (int i = 1; i < UserEvidence.GROUP_FLOOR; i++) {
            sayInGroup("young" + i, "a", true);
            sayInGroup("young" + i, "a", true);
        }
        IntStream.range(0, 20).forEach(i -> say("other" + i, "a", false));
        History young = new History(List.of(), YOUTH);
        assertThat(evidence(builder.build(Learned.NONE), "a", young, EvidenceSource.GROUP)
                        .masked())
                .isTrue();
        sayInGroup("one more", "a", true);
        assertThat(evidence(builder.build(Learned.NONE), "a", young, EvidenceSource.GROUP)
                        .value())
                .isPositive();
        assertThat(builder.build(Learned.NONE).popularInGroup(FILMS, YOUNG, ANY, 10))
                .containsExactly(id("a"));
    }

    @Test
    void whereTheFinestGroupSaysNothingOfTheDomainACoarserOneDoes() {
        List<String> groups = List.of("age 18-24, F", "age 18-24");
        builder.add(id("her"), groups, id("book"), BOOKS, true, now);
        builder.add(id("her"), groups, id("a"), FILMS, true, now);
        IntStream.range(0, UserEvidence.GROUP_FLOOR).forEach(i -> sayInGroup("young" + i, "b", true));
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(state.popularInGroup(FILMS, groups, ANY, 10))
                .as("not what she alone said")
                .containsExactly(id("b"));
        assertThat(state.popularInGroup(BOOKS, groups, ANY, 10)).isEmpty();
    }

    @Test
    void neighboursAddUpLikesAndSubtractDislikes() {
        likeTogether(10, "a", "b");
        likeTogether(10, "a", "c");
        EvidenceState state = builder.build(Learned.NONE);
        // a and b: 10 together, of 20 and 10 likes: 10 / sqrt(200) * 10 / (10 + 10).
        double similarity = 10 / Math.sqrt(200) / 2;
        assertThat(evidence(state, "a", history("+b"), EvidenceSource.NEIGHBOURS))
                .returns(List.of(id("b")), Evidence::because)
                .extracting(Evidence::value)
                .satisfies(value -> assertThat((Double) value).isCloseTo(similarity, within(1e-7)));
        assertThat(evidence(state, "a", history("-b"), EvidenceSource.NEIGHBOURS))
                .satisfies(e -> assertThat(e.value()).isCloseTo(-similarity, within(1e-7)))
                .returns(List.of(id("b")), Evidence::because);
        assertThat(evidence(state, "a", history("+b", "+c"), EvidenceSource.NEIGHBOURS)
                        .value())
                .isCloseTo(2 * similarity / Math.sqrt(2), within(1e-7));
        assertThat(evidence(state, "b", history("+c"), EvidenceSource.NEIGHBOURS)
                        .value())
                .as("that nobody liked both is known")
                .isZero();
        assertThat(evidence(state, "b", history("+unknown"), EvidenceSource.NEIGHBOURS)
                        .masked())
                .isTrue();
        assertThat(state.neighbours(FILMS, history("+b"), ANY, 10)).containsExactly(id("a"));
    }

    @Test
    void aNeighbourCountsWhicheverOfTheTwoKeptIt() {
        // Sixty items are liked with the hub; it keeps the nearest fifty, and each of the sixty keeps the hub.
        for (int i = 0; i < 60; i++) {
            likeTogether(i < 50 ? 6 : 3, "hub", "spoke" + i);
        }
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(evidence(state, "hub", history("+spoke59"), EvidenceSource.NEIGHBOURS)
                        .value())
                .isEqualTo(evidence(state, "spoke59", history("+hub"), EvidenceSource.NEIGHBOURS)
                        .value())
                .isPositive();
    }

    @Test
    void eventsMayBeOlderThanTheEpoch() {
        now = Instant.parse("1965-05-05T00:00:00Z");
        say("u", "a", true);
        EvidenceState state = builder.build(Learned.NONE);
        assertThat(state.asOf()).isEqualTo(now);
        assertThat(evidence(state, "a", History.NONE, EvidenceSource.RECENT_POPULARITY)
                        .value())
                .isCloseTo(Math.log(2), within(1e-12));
    }

    @Test
    void refusesEventsThatGoBackInTime() {
        say("u", "a", true);
        now = START.minusSeconds(1);
        assertThatThrownBy(() -> say("u", "b", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order of time");
    }

    @Test
    void aStateDoesNotChangeWhenItsBuilderGoesOn() {
        sayInGroup("u", "a", true);
        EvidenceState state = builder.build(Learned.NONE);
        IntStream.range(0, 9).forEach(i -> sayInGroup("v" + i, "a", false));
        assertThat(state.tally(id("a"))).isEqualTo(new EvidenceState.Tally(1, 1));
        assertThat(evidence(state, "a", new History(List.of(), YOUTH), EvidenceSource.GROUP)
                        .masked())
                .isTrue();
    }

    private void likeTogether(int people, String one, String other) {
        for (int i = 0; i < people; i++) {
            String user = one + other + i;
            say(user, one, true);
            say(user, other, true);
        }
    }

    private void say(String user, String item, boolean liked) {
        builder.add(id(user), List.of(), id(item), FILMS, liked, now);
    }

    private void sayInGroup(String user, String item, boolean liked) {
        builder.add(id(user), YOUNG, id(item), FILMS, liked, now);
    }

    /** Events as "+item" and "-item", newest last. */
    private static History history(String... events) {
        return new History(
                Arrays.stream(events)
                        .map(event -> new History.Event(id(event.substring(1)), event.startsWith("+")))
                        .toList(),
                Person.UNKNOWN);
    }

    private static Evidence evidence(EvidenceState state, String item, History history, EvidenceSource source) {
        return state.about(history).of(id(item), FILMS).stream()
                .filter(e -> e.source() == source)
                .findFirst()
                .orElseThrow();
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
