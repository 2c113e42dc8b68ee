package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.EvaluationSet;
import io.explainrec.cli.knowledge.EvaluationKnowledge;
import io.explainrec.cli.model.BaseModels;
import io.explainrec.cli.model.EvaluationModels;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.cf.Peers;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Progress;
import io.explainrec.ml.eval.QuestionCount;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.eval.ScorerNames;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.fit.ContentScorer;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScorer;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.LayerStudy;
import io.explainrec.ml.evidence.fit.LayeredScorer;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Measures the peers, the decision layer and the language model on interactions. */
final class EvaluateRankings {
    private static final String ASKED_ONCE =
            "In time, the language model is asked for the global split's frozen rows and the first "
                    + LanguageScorer.RERANKED
                    + " of its rankings, each of one domain; in the other protocols in time full scores without it, and from domain to domain"
                    + " and in folds of users it is asked about every row";

    private static final String WITHOUT = "without-";
    private static final String WITHOUT_ADAPTATION = "-without-adaptation";
    private static final String LLM = "llm";
    private static final String MASKED = LLM + "-masked";

    private final RankingOptions options;
    private final int resamples;
    private final long seed;
    private final Progress progress;
    private final PrintWriter out;

    /**
     * @param out told what the language model will be asked, before it is
     */
    EvaluateRankings(RankingOptions options, int resamples, long seed, Progress progress, PrintWriter out) {
        this.options = options;
        this.resamples = resamples;
        this.seed = seed;
        this.progress = progress;
        this.out = out;
    }

    /** Without the text encoder and the language model. */
    Report withoutModels(EvaluationSet set) {
        return EvaluationKnowledge.with(options.knowledge(), set.dataSet(options.first()), seed, data -> {
            LayerStudy study = new LayerStudy(data, seed);
            List<Scorer> scorers = scorers(study);
            return set.evaluate(evaluation(scorers), data, scorers).with(study.weights());
        });
    }

    /** With the text encoder alone. */
    Report withTexts(EvaluationSet set) {
        return EvaluationKnowledge.with(options.knowledge(), set.dataSet(options.first()), seed, data -> {
            Content content = content(data);
            return set.evaluate(evaluation(content.scorers), content.data, content.scorers)
                    .with(content.study.weights());
        });
    }

    /**
     * With both.
     *
     * @param weights null for the language model that serves
     */
    Report withModels(EvaluationSet set, Path weights) {
        return EvaluationKnowledge.with(
                options.knowledge(), set.dataSet(options.first()), seed, data -> withModels(set, data, weights));
    }

    private Report withModels(EvaluationSet set, DataSet data, Path weights) {
        Assets assets = Assets.of(Installation.configured());
        try (EvaluationModels models =
                new EvaluationModels(weights == null ? assets.path(BaseModels.DEFAULT) : weights)) {
            if (models.style().findings() && !options.knowledge()) {
                throw new CommandException(
                        weights + " was trained on rows with findings of the knowledge base; give --knowledge,"
                                + " so that its prompts have them");
            }
            announce(set.questions(data, options.asked()), models);
            ItemVectors fused = models.fused(); // before texts are encoded, which takes long: they may be missing
            Content content = content(data);
            addModel(content, models, fused);
            return set.evaluate(evaluation(content.scorers), content.data, content.scorers)
                    .with(content.study.weights())
                    .with(List.of(ASKED_ONCE))
                    .with(learnedBefore(set, data, models));
        }
    }

    /** How much the language model will be asked, which takes long, and what leaves that out. */
    private void announce(QuestionCount count, EvaluationModels models) {
        if (count.rows() == 0) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(LLM));
        if (models.adapts()) {
            names.add(LLM + WITHOUT_ADAPTATION);
        }
        if (options.probe()) {
            names.add(MASKED);
        }
        out.printf(
                Locale.ROOT,
                "The language model will be asked about %,d rows of %,d users%s%s; --without-llm leaves it out.%n",
                count.rows(),
                count.users(),
                count.ranked() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", and about %,d items of each domain and each of %,d of them for each ranking that it has a say in",
                                LanguageScorer.RERANKED,
                                count.ranked()),
                names.size() == 1 ? "" : ", each as " + String.join(" and as ", names));
        out.flush();
    }

    private List<String> learnedBefore(EvaluationSet set, DataSet data, EvaluationModels models) {
        return models.card()
                .map(card -> LearnedBefore.notes(
                        card,
                        options.first() == 100
                                ? data.interactions()
                                : set.dataSet(100).interactions(),
                        data.interactions()))
                .orElse(List.of());
    }

    /**
     * A data set with vectors of its items.
     *
     * @param scorers of all that needs no language model
     */
    private record Content(DataSet data, LayerStudy study, List<Scorer> scorers) {}

    private Content content(DataSet data) {
        Assets assets = Assets.of(Installation.configured());
        if (options.pictures() == null) {
            DataSet told = data.with(EvaluationModels.vectors(assets.path("minilm"), data.items()));
            LayerStudy study = new LayerStudy(told, seed);
            List<Scorer> scorers = scorers(study);
            scorers.add(new ContentScorer(ScorerNames.CONTENT, study));
            return new Content(told, study, scorers);
        }
        ContentVectors vectors = ContentVectors.of(data.items(), options.pictures(), assets);
        LayerStudy texts = new LayerStudy(data.with(vectors.texts()), seed);
        LayerStudy pictures = new LayerStudy(data.with(vectors.pictures()), seed);
        DataSet told = data.with(vectors.both());
        LayerStudy study = new LayerStudy(told, seed);
        List<Scorer> scorers = scorers(study);
        scorers.add(new ContentScorer(ScorerNames.CONTENT, texts));
        scorers.add(new ContentScorer(ScorerNames.CONTENT + "-pictures", pictures));
        scorers.add(new ContentScorer(ScorerNames.CONTENT + "-both", study));
        scorers.add(new LayeredScorer(WITHOUT + "pictures", texts, Set.of(), null));
        scorers.add(new LayeredScorer(WITHOUT + "texts", pictures, Set.of(), null));
        return new Content(told, study, scorers);
    }

    private void addModel(Content content, EvaluationModels models, ItemVectors fused) {
        PromptStyle style = models.style();
        IntFunction<float[]> vectors = EvaluationModels.vectors(fused, content.data);
        addLanguage("", content, new LanguageScores(content.data, models, style, vectors));
        if (models.adapts()) {
            addLanguage(WITHOUT_ADAPTATION, content, new LanguageScores(content.data, models::score, style, vectors));
        }
        if (options.probe()) {
            content.scorers.add(new LanguageScorer(
                    MASKED, content.study, new LanguageScores(content.data.masked(), models, style, vectors)));
        }
    }

    private static void addLanguage(String without, Content content, LanguageScores language) {
        content.scorers.add(new LayeredScorer(ScorerNames.FULL + without, content.study, Set.of(), language));
        content.scorers.add(new LanguageScorer(LLM + without, content.study, language));
    }

    private Evaluation evaluation(List<Scorer> scorers) {
        Map<String, String> wholes = new HashMap<>();
        wholes.put(ScorerNames.FULL_WITHOUT_LLM, ScorerNames.FULL);
        wholes.put(MASKED, LLM);
        List.of(ScorerNames.FULL, LLM).forEach(whole -> wholes.put(whole + WITHOUT_ADAPTATION, whole));
        scorers.stream()
                .map(Scorer::name)
                .filter(name -> name.startsWith(WITHOUT))
                .forEach(name -> wholes.put(name, ScorerNames.FULL_WITHOUT_LLM));
        Set<String> simple = Peers.all(seed).stream().map(Scorer::name).collect(Collectors.toSet());
        simple.add(ScorerNames.CONTENT);
        return new Evaluation(
                new EvaluationSettings(
                        resamples,
                        seed,
                        options.threads(),
                        ScorerNames.MF,
                        ScorerNames.POPULARITY_DECAY,
                        options.asked(),
                        simple,
                        wholes),
                progress);
    }

    private List<Scorer> scorers(LayerStudy study) {
        List<Scorer> scorers = new ArrayList<>(Peers.all(seed));
        scorers.add(new LayeredScorer(ScorerNames.FULL_WITHOUT_LLM, study, Set.of(), null));
        if (options.knowledge()) {
            scorers.add(new LayeredScorer(WITHOUT + "knowledge", study, EvidenceSource.KNOWLEDGE, null));
        }
        if (options.ablations()) {
            LayerStudy.sources()
                    .forEach(source ->
                            scorers.add(new LayeredScorer(WITHOUT + source.id(), study, Set.of(source), null)));
        }
        return scorers;
    }
}
