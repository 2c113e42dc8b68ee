package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerFittingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final LayerFitting FITTING = new LayerFitting("test");

    @Test
    void theSameDataAndSeedGiveTheSameVersion() {
        DataSet data = new MadeShop(100, 1).dataSet();
        DecisionArtifact artifact = FITTING.fit(data, 3, NOW);
        DecisionArtifact again = FITTING.fit(new MadeShop(100, 1).dataSet(), 3, NOW.plusSeconds(60));
        assertThat(again.layer().version()).isEqualTo(artifact.layer().version());
        assertThat(again.provenance().data()).isEqualTo(artifact.provenance().data());
        assertThat(artifact.layer().like().terms()).isNotEmpty();
        assertThat(artifact.layer().rank().terms()).isNotEmpty();
        assertThat(again.provenance().figures()).isEqualTo(artifact.provenance().figures());
    }

    @Test
    void saysHowItDoesOnWhatItWasNotFittedOn() {
        DataSet data = new MadeShop(100, 1).dataSet();
        Map<String, Double> figures = FITTING.fit(data, 3, NOW).provenance().figures();
        assertThat(figures.get("newest.rows"))
                .isEqualTo(Math.ceil(data.interactions().size() / 10.0));
        assertThat(figures.get("newest.users")).isBetween(10.0, 100.0);
        assertThat(figures.get("newest.like.auc")).isBetween(.55, 1.0);
        assertThat(figures.get("newest.like.loss")).isLessThan(Math.log(2));
        assertThat(figures).containsKeys("newest.like.uauc", "newest.item-level.auc", "newest.item-level.uauc");
    }

    @Test
    void contributionsOfFittedHeadsAddUpForAnyEvidence() {
        DecisionLayer layer =
                FITTING.fit(new MadeShop(100, 1).dataSet(), 3, NOW).layer();
        SplittableRandom random = new SplittableRandom(1);
        var state = new EvidenceStateBuilder().build(Learned.NONE);
        for (int row = 0; row < 10_000; row++) {
            List<Evidence> evidence = Stream.of(EvidenceSource.values())
                    .map(source -> {
                        boolean masked = random.nextInt(3) == 0;
                        return new Evidence(source, masked ? 0 : random.nextDouble(-5, 5), masked, List.of());
                    })
                    .toList();
            double[] values = evidence.stream()
                    .mapToDouble(e -> e.masked() ? Double.NaN : e.value())
                    .toArray();
            int events = random.nextInt(400);
            DecisionLayer.ForUser user = layer.about(state, events);
            Decision like = user.like(UUID.randomUUID(), evidence);
            Decision rank = user.rank(evidence);
            for (Decision decision : List.of(like, rank)) {
                double sum = decision.base()
                        + decision.contributions().stream()
                                .mapToDouble(Decision.Contribution::contribution)
                                .sum();
                assertThat(sum).isCloseTo(decision.logit(), within(1e-6));
            }
            assertThat(like.logit())
                    .isCloseTo(layer.like().at(events).logit(layer.like().intercept(events), values), within(1e-6));
        }
    }

    @Test
    void saysWhatTooLittleDataLack() {
        refused(data(50, 5, r -> r % 2 == 0, true), "there are 50 interactions; expected at least 200");
        refused(data(300, 1, r -> r % 2 == 0, true), "of one user");
        refused(data(300, 5, r -> true, true), "all interactions are likes");
        refused(data(300, 5, r -> false, true), "all interactions are dislikes");
        refused(data(300, 5, r -> r < 100 && r % 2 == 0, true), "the later half of all interactions are dislikes");
        refused(data(300, 5, r -> r > 100 || r % 2 == 0, true), "the later half of all interactions are likes");
        refused(data(300, 5, r -> r % 2 == 0, false), "300 interactions have no time");
        refused(data(0, 1, r -> true, true), "there are 0 interactions");
    }

    @Test
    void fitsTheLeastThatItAccepts() {
        DecisionArtifact artifact = FITTING.fit(data(200, 2, r -> r % 3 == 0, true), 0, NOW);
        assertThat(artifact.provenance().data().interactions()).isEqualTo(200);
        // All at one moment, and everybody at one item.
        FITTING.fit(data(200, 7, r -> r % 2 == 0, true), 0, NOW);
    }

    @Test
    void aLanguageModelThatKnowsIsHeardByBothHeadsAndOneThatGuessesByNone(@TempDir Path folder) {
        DataSet titled = titled();
        Provenance.Space space = new Provenance.Space("fusion-1-0123456789ab", "0123456789ab");
        DecisionArtifact deaf = FITTING.fit(titled, 0, NOW);
        DecisionArtifact knows = FITTING.fit(titled, 0, NOW, space, heard(titled, "good"));
        DecisionArtifact guesses = FITTING.fit(titled, 0, NOW, null, heard(titled, "no such title"));

        assertThat(deaf.provenance().language()).isNull();
        assertThat(guesses.layer()).isEqualTo(deaf.layer());
        assertThat(guesses.provenance().language()).isEqualTo(new Provenance.Language("ab12", 40, 80, 0, 0, 0));
        assertThat(deaf.provenance().hears()).isEmpty();
        assertThat(guesses.provenance().hears()).isEmpty();
        assertThat(knows.provenance().hears()).contains("ab12");
        Provenance.Language language = knows.provenance().language();
        assertThat(language.weight()).isPositive();
        assertThat(language.gain()).isGreaterThan(2 * language.error());
        for (LeveledHead head : List.of(knows.layer().like(), knows.layer().rank())) {
            assertThat(head.terms().get(EvidenceSource.LLM).little().weight()).isEqualTo(language.weight());
        }
        assertThat(deaf.provenance().space()).isNull();
        assertThat(knows.provenance().space()).isEqualTo(space);
        knows.write(folder);
        assertThat(DecisionArtifact.read(folder).provenance()).isEqualTo(knows.provenance());
    }

    private static LayerFitting.Heard heard(DataSet data, String liked) {
        return new LayerFitting.Heard(
                new LanguageScores(data, (profile, candidates) -> {
                    float[] logits = new float[candidates.size()];
                    for (int k = 0; k < logits.length; k++) {
                        logits[k] = candidates.get(k).title().equals(liked) ? 1 : 0;
                    }
                    return logits;
                }),
                "ab12");
    }

    /** Each item is of one event, and its title alone tells the verdict. */
    private static DataSet titled() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int r = 0; r < 800; r++) {
            builder.add("u" + r % 40, "i" + r, r / 40 % 2 == 0, Float.NaN, NOW.plusSeconds(r));
        }
        var all = builder.build();
        return new DataSet(
                all,
                IntStream.range(0, all.items())
                        .mapToObj(i -> new ItemFacts(
                                new ItemName("d", all.itemName(i)), i / 40 % 2 == 0 ? "good" : "bad", Map.of(), ""))
                        .toList(),
                Collections.nCopies(all.users(), Person.UNKNOWN),
                Map.of(),
                null);
    }

    private static void refused(DataSet data, String message) {
        assertThatThrownBy(() -> FITTING.fit(data, 0, NOW))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message);
    }

    private static DataSet data(int rows, int users, java.util.function.IntPredicate liked, boolean timed) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int r = 0; r < rows; r++) {
            builder.add(
                    "u" + r % users,
                    "i" + r / users % 40,
                    liked.test(r),
                    Float.NaN,
                    timed ? NOW.plusSeconds(r / 3) : null);
        }
        var all = builder.build();
        return new DataSet(
                all,
                IntStream.range(0, all.items())
                        .mapToObj(i -> new ItemFacts(new ItemName("d", all.itemName(i)), "t", Map.of(), ""))
                        .toList(),
                Collections.nCopies(all.users(), Person.UNKNOWN),
                Map.of(),
                null);
    }
}
