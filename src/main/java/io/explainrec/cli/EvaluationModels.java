package io.explainrec.cli;

import io.explainrec.embedding.ItemText;
import io.explainrec.ml.adapt.AdaptingScorer;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.fusion.fit.FusedVectors;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.SoftItems;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.platform.assets.Assets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** The models of an evaluation, and the one thread that computes with them. */
final class EvaluationModels implements LanguageScores.Model, AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("models").factory());
    private final AutoCloseable opened;
    private final InstructionFormat format;
    /** Closed with the scorer that writes prompts. */
    private final PrefixScorer prefixes;

    private final AdaptingScorer scorer;
    private final PromptStyle style;
    private final SoftItems items;
    private final ItemVectors vectors;

    /**
     * @param model a GGUF file, a folder with weights and tokenizer, or a folder that {@code train} wrote
     */
    EvaluationModels(Path model, Assets assets) {
        this(model, base -> base(base.name(), assets));
    }

    /**
     * @param bases where the base of a trained model is
     */
    EvaluationModels(Path model, Function<ModelCard.Base, Path> bases) {
        compute(() -> {
            Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
            return null;
        });
        Optional<Path> written = TrainedModel.in(model);
        if (written.isPresent()) {
            TrainedModel trained = compute(() -> TrainedModel.open(written.get(), bases));
            style = trained.card().style();
            items = trained.items();
            vectors = items == null ? null : SoftItems.scaled(compute(() -> vectors(written.get(), trained.card())));
            format = trained.format();
            prefixes = prefixes(trained.llama(), trained.linears());
            scorer = new AdaptingScorer(format, prefixes, trained.adaptation().orElse(null));
            opened = trained;
        } else {
            Llama llama = compute(() -> Llama.open(model));
            style = LanguageScores.PLAIN;
            items = null;
            vectors = null;
            format = new InstructionFormat(llama.tokenizer(), InstructionFormat.Limits.DEFAULT);
            prefixes = prefixes(llama, llama.linears());
            scorer = new AdaptingScorer(format, prefixes, null);
            opened = llama;
        }
    }

    private PrefixScorer prefixes(Llama llama, Linears linears) {
        InstructionFormat.Answers answers = format.answers();
        return compute(() -> new PrefixScorer(llama, linears, answers.yes(), answers.no()));
    }

    /** The base of a card: the asset of that name, or a path. */
    static Path base(String name, Assets assets) {
        return TrainCommand.DEFAULT_BASE.equals(name) ? assets.path(name) : Path.of(name);
    }

    /** How the model was taught to read histories. */
    PromptStyle style() {
        return style;
    }

    @Override
    public float[] score(Profile profile, List<Candidate> candidates) {
        return compute(() -> scorer.score(profile, candidates, () -> false).logits());
    }

    /** Adapts to users where the model learned to. */
    @Override
    public float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
        if (!scorer.adapts()) {
            return score(profile, candidates);
        }
        Support said = support.get();
        return compute(() -> {
            UserHead head = scorer.head(said, () -> false);
            return scorer.adapted(scorer.score(profile, candidates, () -> false), head);
        });
    }

    /** The same, telling of each user that was asked about. */
    LanguageScores.Model told(Runnable asked) {
        return new LanguageScores.Model() {
            @Override
            public float[] score(Profile profile, List<Candidate> candidates) {
                return EvaluationModels.this.score(profile, candidates);
            }

            @Override
            public float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
                float[] scores = EvaluationModels.this.score(profile, candidates, support);
                asked.run();
                return scores;
            }
        };
    }

    @Override
    public boolean readsItems() {
        return items != null;
    }

    @Override
    public float[] score(Profile profile, List<Candidate> candidates, List<ItemName> names) {
        if (items == null) {
            return score(profile, candidates);
        }
        List<int[]> suffixes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<float[]> read = new ArrayList<>();
        for (int k = 0; k < candidates.size(); k++) {
            float[] vector = vectors.of(names.get(k).domain(), names.get(k).id());
            InstructionFormat.WithItem with = vector == null ? null : format.suffixWithItem(candidates.get(k), null);
            suffixes.add(with == null ? format.suffix(candidates.get(k)) : with.ids());
            places.add(with == null ? 0 : with.place());
            read.add(vector);
        }
        int[] prefix = format.prefix(profile).ids();
        return compute(() -> prefixes.score(prefix, suffixes, items.tokens(places, read), () -> false));
    }

    /** The fused vectors that a model was trained with, which lie in its folder. */
    private static FusedVectors vectors(Path model, ModelCard card) {
        FusionFolder fusion = FusionFolder.open(model.resolve(TrainCommand.FUSION));
        if (!fusion.pin().equals(card.fusion())) {
            throw new CommandException(
                    model + " was trained with " + card.fusion().name() + ", and its folder " + TrainCommand.FUSION
                            + " holds " + fusion.pin().name() + "; copy the one that it was trained with");
        }
        return fusion.vectors();
    }

    /** Vectors of the items' texts. */
    static float[][] vectors(Path encoder, List<DataSet.ItemFacts> items) {
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        try (SentenceEncoder sentences = SentenceEncoder.open(encoder)) {
            return sentences.encode(items.stream()
                    .map(item -> ItemText.of(item.title(), item.attributes(), item.text()))
                    .toList());
        }
    }

    private <T> T compute(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("the evaluation was interrupted");
        }
    }

    @Override
    public void close() {
        compute(() -> {
            scorer.close();
            opened.close();
            return null;
        });
        thread.shutdown();
    }
}
