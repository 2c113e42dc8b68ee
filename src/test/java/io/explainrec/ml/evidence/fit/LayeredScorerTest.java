package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.cf.Means;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Progress;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayeredScorerTest {
    private static final DataSet SHOP = described(Made.shop(120, 40, 30, 7));

    @Test
    void findsPlantedTastesThatItemsAloneDoNotShow() {
        LayerStudy study = new LayerStudy(SHOP, 0);
        Report report = run(
                SHOP.interactions(), new LayeredScorer("full", study, Set.of(), null), new Means("mf", false, true));
        assertThat(value(report, "frozen", "new", "full", "uauc"))
                .as("people of a kind share a gender here, so that new ones are known too")
                .isGreaterThan(value(report, "frozen", "new", "mf", "uauc") + 0.1);
        assertThat(value(report, "online", "all", "full", "ece")).isLessThan(0.08);
    }

    @Test
    void theSameSeedGivesTheSameFiguresOnAnyNumberOfThreads() {
        List<Measurement> one = evaluate(1, new LayerStudy(SHOP, 0)).measurements();
        List<Measurement> two = evaluate(2, new LayerStudy(SHOP, 0)).measurements();
        assertThat(two).isEqualTo(one);
    }

    @Test
    void noWeightIsBelowNothingAndWhatIsLeftOutHasNone() {
        Interactions past = SHOP.interactions();
        LayerFit fit = LayerFit.of(SHOP, new LearnedFit(SHOP, 0), past, 0);
        LeveledHead like = fit.like(Set.of(EvidenceSource.ALIKE));
        assertThat(like.terms()).isNotEmpty().doesNotContainKey(EvidenceSource.ALIKE);
        for (LeveledHead head : List.of(like, fit.rank(Set.of()))) {
            assertThat(head.terms().values()).allSatisfy(span -> {
                assertThat(span.little().weight()).isNotNegative();
                assertThat(span.much().weight()).isNotNegative();
            });
        }
    }

    @Test
    void aLanguageModelThatKnowsGetsAWeightAndOneThatGuessesNone() {
        DataSet many = described(Made.shop(500, 40, 40, 7));
        LayerFit fit = LayerFit.of(many, new LearnedFit(many, 0), many.interactions(), 0);
        LeveledHead others = fit.like(Set.of());
        LanguageScores guessing = new LanguageScores(many, (profile, candidates) -> {
            float[] logits = new float[candidates.size()];
            for (int k = 0; k < logits.length; k++) {
                logits[k] = candidates.get(k).title().hashCode() % 7;
            }
            return logits;
        });
        assertThat(fit.like(others, guessing)).isEqualTo(others);
        LeveledHead nothing = new LeveledHead(LeveledHead.Intercept.NONE, Map.of());
        LanguageScores knowing = new LanguageScores(many, (profile, candidates) -> {
            float[] logits = new float[candidates.size()];
            for (int k = 0; k < logits.length; k++) {
                int item = Integer.parseInt(candidates.get(k).title().substring(1));
                long ofItsKind = profile.history().stream()
                        .filter(event -> Integer.parseInt(event.title().substring(1)) % 2 == item % 2)
                        .mapToInt(event -> event.liked() ? 1 : -1)
                        .sum();
                logits[k] = item % 5 - 2 + 2 * Long.signum(ofItsKind);
            }
            return logits;
        });
        assertThat(fit.like(nothing, knowing)
                        .terms()
                        .get(EvidenceSource.LLM)
                        .much()
                        .weight())
                .isGreaterThan(0.1);
    }

    @Test
    void theLanguageModelIsAskedOnceForWhatIsTheSame() {
        int[] asked = new int[1];
        LanguageScores scores = new LanguageScores(SHOP, (profile, candidates) -> {
            asked[0] += candidates.size();
            return new float[candidates.size()];
        });
        scores.logits(asked(List.of(), 1, 2, 2));
        scores.logits(asked(List.of(), 2, 3));
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void whatAStateOfTheLanguageModelTakesInIsNotInTheNext() {
        LanguageScores heard = new LanguageScores(SHOP, (profile, candidates) -> {
            float[] logits = new float[candidates.size()];
            Arrays.fill(logits, profile.history().size());
            return logits;
        });
        Interactions all = SHOP.interactions();
        Scorer.Fitted fitted =
                new LanguageScorer("llm", new LayerStudy(SHOP, 0), heard).fit(all.slice(0, all.size() / 2));
        int last = all.size() - 1;
        Scorer.State first = fitted.state();
        double before = first.score(all.user(last), all.item(last));
        first.support(all, last);
        assertThat(first.score(all.user(last), all.item(last))).isEqualTo(before + 1);
        assertThat(fitted.state().score(all.user(last), all.item(last))).isEqualTo(before);
    }

    @Test
    void whatEverybodySaidIsAskedAnewWhenItChanged() {
        List<String> told = new ArrayList<>();
        LanguageScores scores = new LanguageScores(
                SHOP,
                (profile, candidates) -> {
                    candidates.forEach(candidate -> told.addAll(candidate.knowledge()));
                    return new float[candidates.size()];
                },
                new PromptStyle(10, false, true, false));
        scores.logits(asked(List.of(new Opinion(3, 4, 0.5)), 1));
        scores.logits(asked(List.of(new Opinion(3, 4, 0.5)), 1));
        scores.logits(asked(List.of(new Opinion(3, 5, 0.5)), 1));
        scores.logits(asked(List.of(new Opinion(0, 0, 0.5)), 1));
        assertThat(told)
                .containsExactly("some said Yes, some No (about 61% of 4)", "some said Yes, some No (about 55% of 5)");
    }

    @Test
    void itemsComeWithTheirVectorsInCandidatesAndInWhatWasSaid() {
        float[][] vectors = new float[SHOP.items().size()][];
        vectors[1] = new float[] {1};
        List<float[]> read = new ArrayList<>();
        LanguageScores scores = new LanguageScores(
                SHOP,
                new LanguageScores.Model() {
                    @Override
                    public float[] score(Profile profile, List<Candidate> candidates) {
                        candidates.forEach(candidate -> read.add(candidate.vector()));
                        return new float[candidates.size()];
                    }

                    @Override
                    public float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
                        support.get()
                                .said()
                                .forEach(said -> read.add(said.candidate().vector()));
                        return score(profile, candidates);
                    }
                },
                LanguageScores.PLAIN,
                item -> vectors[item]);
        var said = new History.Event(Replay.item(1), true);
        scores.logits(new LanguageScores.Question(List.of(said), new int[] {2, 1}, Map.of(), Map.of(), Findings.NONE));
        assertThat(read).containsExactly(vectors[1], null, vectors[1]);
    }

    private static LanguageScores.Question asked(List<Opinion> opinions, int... items) {
        Map<Integer, Opinion> byItem = new HashMap<>();
        for (int k = 0; k < opinions.size(); k++) {
            byItem.put(items[k], opinions.get(k));
        }
        return new LanguageScores.Question(List.of(), items, byItem, Map.of(), Findings.NONE);
    }

    private static Report evaluate(int threads, LayerStudy study) {
        var settings = new EvaluationSettings(20, 0, threads, "mf", "mf");
        return new Evaluation(settings, Progress.NONE)
                .run(
                        SHOP.interactions(),
                        List.of(),
                        List.of(
                                new LayeredScorer("full", study, Set.of(), null),
                                new LayeredScorer("without", study, Set.of(EvidenceSource.FACTORS), null)));
    }

    private static Report run(Interactions rows, Scorer... scorers) {
        return new Evaluation(new EvaluationSettings(20, 0, 2, "mf", "mf"), Progress.NONE)
                .run(rows, List.of(), List.of(scorers));
    }

    private static double value(Report report, String protocol, String part, String scorer, String metric) {
        return report.measurements().stream()
                .filter(m -> m.protocol().equals(protocol)
                        && m.part().equals(part)
                        && m.scorer().equals(scorer)
                        && m.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .interval()
                .value();
    }

    /** Users of a kind share a gender, and items a colour. */
    static DataSet described(Interactions rows) {
        return new DataSet(
                rows,
                IntStream.range(0, rows.items())
                        .mapToObj(rows::itemName)
                        .map(name -> new DataSet.ItemFacts(
                                new ItemName("things", name), name, Map.of("colour", List.of(kind(name))), ""))
                        .toList(),
                IntStream.range(0, rows.users())
                        .mapToObj(rows::userName)
                        .map(name -> new Person(null, kind(name), null))
                        .toList(),
                Map.of("things", new DataSet.Scale(1, 5)),
                null);
    }

    private static String kind(String name) {
        return Integer.parseInt(name.substring(1)) % 2 == 0 ? "even" : "odd";
    }
}
