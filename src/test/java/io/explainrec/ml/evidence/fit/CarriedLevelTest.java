package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.evidence.ChangedTables;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.LearnedTables.Carried;
import io.explainrec.ml.evidence.Recency;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedLevelTest {
    private static final DataSet SHOP = new MadeShop(150, 5).dataSet();
    private static final DecisionArtifact FITTED =
            new LayerFitting("test").fit(SHOP, 3, Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void aLevelThatTurnsRoundIsCarriedTurnedRound() {
        Planted planted = new Planted(2000);
        List<Carried> maps = planted.maps();
        Carried toFilms = maps.getFirst();
        assertThat(List.of(toFilms.from(), toFilms.to())).containsExactly("books", "films");
        int events = Planted.EACH;
        // Of a level of 1 there, a shrunken mean of 10 / (10 + 5) is seen.
        double high = toFilms.level(Carried.regressors(events, events));
        double low = toFilms.level(Carried.regressors(events, -events));
        assertThat(high - low).isCloseTo(2 * Planted.SLOPE, within(0.1));
        assertThat((high + low) / 2).as("above the domain's mean").isCloseTo(0, within(0.05));
    }

    @Test
    void fewWhoKnowBothDomainsMakeNoMap() {
        Planted planted = new Planted(CarriedFit.LEAST_SHARED - 1);
        assertThat(planted.maps()).isEmpty();
        assertThat(new LearnedFit(new MadeShop(40, 5).dataSet(), 3)
                        .fit(new MadeShop(40, 5).dataSet().interactions(), Recency.STATED, List.of())
                        .carried())
                .isEmpty();
    }

    /** Users whose level in books is the slope times their level in films, with noise on each row. */
    private static final class Planted {
        static final int EACH = 10;
        static final double SLOPE = -0.5;

        final Interactions rows;
        final double[] grades;

        List<Carried> maps() {
            List<String> domainOf =
                    IntStream.range(0, rows.items()).mapToObj(rows::itemDomain).toList();
            return CarriedFit.of(rows, domainOf, grades);
        }

        Planted(int users) {
            Random random = new Random(3);
            InteractionsBuilder builder = new InteractionsBuilder();
            double[] level = new double[users];
            for (int u = 0; u < users; u++) {
                level[u] = random.nextGaussian();
                for (int k = 0; k < 2 * EACH; k++) {
                    builder.add("u" + u, k < EACH ? "books" : "films", "i" + k, true, 3, null);
                }
            }
            rows = builder.build();
            grades = new double[rows.size()];
            for (int r = 0; r < grades.length; r++) {
                boolean book = rows.itemDomain(rows.item(r)).equals("books");
                grades[r] = level[rows.user(r)] * (book ? 1 : SLOPE) + 0.3 * random.nextGaussian();
            }
        }
    }

    @Test
    void onlyWhereNothingWasGradedInTheDomainALevelIsCarriedThere() {
        Replay replay = new Replay(SHOP, SHOP.interactions(), FITTED.tables());
        int film = item(MadeShop.FILMS);
        int book = item(MadeShop.BOOKS);
        Replay.Described films = replay.about(0, List.of(new History.Event(Replay.item(film), true, 1)));
        assertThat(said(films, book, EvidenceSource.CARRIED_LEVEL)).isFinite();
        assertThat(said(films, film, EvidenceSource.CARRIED_LEVEL)).isNaN();
        double[] unheardOf = films.evidence().values(new UUID(9, 9), replay.domain(book));
        assertThat(unheardOf[EvidenceSource.CARRIED_LEVEL.ordinal()])
                .isEqualTo(said(films, book, EvidenceSource.CARRIED_LEVEL));
        Replay.Described nobody = replay.about(0, List.of());
        assertThat(said(nobody, book, EvidenceSource.CARRIED_LEVEL)).isNaN();
    }

    private static double said(Replay.Described user, int item, EvidenceSource source) {
        return user.values(item)[source.ordinal()];
    }

    private static int item(String domain) {
        int item = 0;
        while (!SHOP.items().get(item).name().domain().equals(domain)
                || FITTED.tables().grades()[item] == 0) {
            item++;
        }
        return item;
    }

    @Test
    void anItemIsHeldAgainstItsOwnDomain() {
        Interactions all = SHOP.interactions();
        DataSet lowFilms = new DataSet(
                all,
                SHOP.items(),
                SHOP.people(),
                Map.of(MadeShop.FILMS, new DataSet.Scale(1, 10), MadeShop.BOOKS, new DataSet.Scale(1, 5)),
                null);
        LearnedTables tables = new LearnedFit(lowFilms, 3).fit(all, Recency.STATED, List.of());
        assertThat(mean(MadeShop.FILMS, item -> tables.level()[item])
                        - mean(MadeShop.BOOKS, item -> tables.level()[item]))
                .as("grades of films are the lower ones")
                .isLessThan(-0.1);
        Replay.Described nobody = new Replay(lowFilms, all, tables).about(0, List.of());
        assertThat(mean(MadeShop.FILMS, item -> said(nobody, item, EvidenceSource.ITEM_LEVEL)))
                .isCloseTo(mean(MadeShop.BOOKS, item -> said(nobody, item, EvidenceSource.ITEM_LEVEL)), within(1e-6));
    }

    /** Over all interactions of a domain. */
    private static double mean(String domain, IntToDoubleFunction of) {
        Interactions all = SHOP.interactions().newestOfEach();
        return IntStream.range(0, all.size())
                .map(all::item)
                .filter(item -> all.itemDomain(item).equals(domain))
                .mapToDouble(of)
                .average()
                .orElseThrow();
    }

    @Test
    void mapsAreKeptWithTheArtefactAndCheckedWhenRead() throws ReflectiveOperationException {
        assertThat(FITTED.tables().carried()).hasSize(2);
        FITTED.write(folder);
        DecisionArtifact read = DecisionArtifact.read(folder);
        assertThat(read.tables().carried())
                .usingRecursiveComparison()
                .isEqualTo(FITTED.tables().carried());
        assertThat(read.tables().heights()).hasSize(2).isEqualTo(FITTED.tables().heights());
        refused("heights", Map.of("shoes", 1f), "of no domain of the items");
        refused("heights", Map.of(MadeShop.FILMS, Float.NaN), "finite");
        refused(new Carried(MadeShop.FILMS, "shoes", new float[4]), "from one domain of the items to another");
        refused(new Carried(MadeShop.FILMS, MadeShop.FILMS, new float[4]), "from one domain");
        refused(new Carried(MadeShop.FILMS, MadeShop.BOOKS, new float[3]), "have 3 entries; expected 4");
        refused(new Carried(MadeShop.FILMS, MadeShop.BOOKS, new float[] {0, 0, 1, Float.NaN}), "finite");
    }

    private static void refused(Carried map, String message) throws ReflectiveOperationException {
        refused("carried", List.of(map), message);
    }

    private static void refused(String table, Object value, String message) throws ReflectiveOperationException {
        LearnedTables wrong = ChangedTables.of(FITTED.tables(), Map.of(table, value));
        assertThatThrownBy(() -> DecisionArtifact.of(
                        FITTED.layer().like(), FITTED.layer().rank(), wrong, FITTED.provenance()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(message);
    }
}
