package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.evidence.ChangedTables;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.LearnedTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApartDomainsTest {
    private static final int USERS = 200;
    private static final int ITEMS = 30;
    private static final int EACH = 10;

    /** Everybody is for the even or for the odd items of a domain. */
    private static DataSet shop(boolean related, boolean timed) {
        Random random = new Random(4);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int u = 0; u < USERS; u++) {
            boolean even = random.nextBoolean();
            for (String domain : List.of("films", "games")) {
                boolean here = related ? even : random.nextBoolean();
                int[] items = random.ints(0, ITEMS).distinct().limit(EACH).toArray();
                for (int item : items) {
                    boolean liked = random.nextDouble() < ((item % 2 == 0) == here ? 0.85 : 0.15);
                    Instant at = timed ? Instant.ofEpochSecond(random.nextInt(1_000_000)) : null;
                    builder.add("u" + u, domain, domain + item, liked, Float.NaN, at);
                }
            }
        }
        return PlainData.of(builder.build());
    }

    private static LearnedTables fitted(DataSet shop) {
        LearnedFit learning = new LearnedFit(shop, 0);
        return LayerFit.of(shop, learning, shop.interactions(), 0).tables(learning, shop.interactions());
    }

    @Test
    void domainsWhoseTastesHaveNothingInCommonAreApart() {
        assertThat(fitted(shop(false, false)).apart())
                .as("of two, one is enough")
                .isNotEmpty();
        assertThat(fitted(shop(false, true)).apart())
                .as("of two, one is enough")
                .isNotEmpty();
    }

    @Test
    void domainsOfOneTasteAreNot() {
        assertThat(fitted(shop(true, false)).apart()).isEmpty();
        assertThat(fitted(shop(true, true)).apart()).isEmpty();
    }

    @Test
    void inADomainThatIsApartOtherVerdictsTellOfTheLevelAlone() {
        DataSet shop = shop(true, true);
        Interactions all = shop.interactions();
        LearnedFit learning = new LearnedFit(shop, 0);
        LayerFit fit = LayerFit.of(shop, learning, all, 0);
        LearnedTables joined = fit.tables(learning, all);
        LearnedTables apart = changed(joined, List.of("games"));
        int game = item(all, "games");
        int film = item(all, "films");
        assertThat(filmGoer(shop, joined).events(game)).isEqualTo(ITEMS);
        assertThat(filmGoer(shop, apart).events(game)).isZero();
        assertThat(filmGoer(shop, apart).events(film)).isEqualTo(ITEMS);
        for (EvidenceSource source : List.of(
                EvidenceSource.FACTORS,
                EvidenceSource.GRADED_ALIKE,
                EvidenceSource.CO_LIKED,
                EvidenceSource.NEIGHBOURS)) {
            int place = source.ordinal();
            double[] heard = filmGoer(shop, joined).values(game);
            double[] unheard = filmGoer(shop, apart).values(game);
            assertThat(heard[place]).as("%s of a game", source).isNotZero().isNotNaN();
            assertThat(Double.isNaN(unheard[place]) || unheard[place] == 0)
                    .as("%s of a game that is apart", source)
                    .isTrue();
            assertThat(filmGoer(shop, apart).values(film)[place])
                    .as("%s of a film", source)
                    .isEqualTo(filmGoer(shop, joined).values(film)[place]);
            UUID id = Replay.item(game);
            assertThat(filmGoer(shop, apart).evidence().of(id, new Replay(shop, all, apart).domain(game)).stream()
                            .filter(evidence -> evidence.source() == source)
                            .flatMap(evidence -> evidence.because().stream()))
                    .isEmpty();
            assertThat(unheard[EvidenceSource.USER_LEVEL.ordinal()])
                    .isEqualTo(heard[EvidenceSource.USER_LEVEL.ordinal()]);
        }
    }

    /** Somebody who likes the even films. */
    private static Replay.Described filmGoer(DataSet shop, LearnedTables tables) {
        Interactions all = shop.interactions();
        Replay replay = new Replay(shop, all, tables);
        List<History.Event> events = IntStream.range(0, all.items())
                .filter(i -> all.itemDomain(i).equals("films"))
                .mapToObj(i -> {
                    boolean liked = Integer.parseInt(all.itemName(i).substring("films".length())) % 2 == 0;
                    return new History.Event(Replay.item(i), liked, liked ? 1 : 0, History.Event.UNTIMED);
                })
                .toList();
        return replay.about(0, events);
    }

    private static int item(Interactions all, String domain) {
        return IntStream.range(0, all.items())
                .filter(i -> all.itemDomain(i).equals(domain))
                .findFirst()
                .orElseThrow();
    }

    private static LearnedTables changed(LearnedTables tables, List<String> apart) {
        try {
            return ChangedTables.of(tables, Map.of("apart", apart));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anArtefactWhoseDomainsAreNotThoseOfItsItemsIsRefused() {
        DecisionArtifact artifact = new LayerFitting("test").fit(shop(false, true), 0, Instant.EPOCH);
        for (List<String> wrong : List.of(List.of("shoes"), List.of("films", "films"))) {
            LearnedTables tables = changed(artifact.tables(), wrong);
            assertThatThrownBy(() -> DecisionArtifact.of(
                            artifact.layer().like(), artifact.layer().rank(), tables, artifact.provenance()))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageContaining("'apart': has a domain that no item is of, or one twice");
        }
    }
}
