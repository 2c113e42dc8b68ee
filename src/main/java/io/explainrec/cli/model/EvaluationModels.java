package io.explainrec.cli.model;

import io.explainrec.cli.command.CommandException;
import io.explainrec.embedding.ItemText;
import io.explainrec.ml.adapt.AdaptingScorer;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.TokenSteps;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The models of an evaluation, and the one thread that computes with them. */
public final class EvaluationModels implements LanguageScores.Model, AutoCloseable {
    private static final ItemVectors NONE = (domain, item) -> null;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("models").factory());
    private final AutoCloseable opened;
    private final AdaptingScorer scorer;
    private final ModelCard card;
    private final PromptStyle style;
    private final Supplier<ItemVectors> fused;

    /**
     * @param model a GGUF file, a folder with weights and tokenizer, or a folder that {@code train} wrote
     */
    public EvaluationModels(Path model) {
        this(model, TrainedModels::base);
    }

    /**
     * @param bases where the base of a trained model is
     */
    public EvaluationModels(Path model, Function<ModelCard.Base, Path> bases) {
        compute(() -> {
            Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
            return null;
        });
        Optional<Path> written = TrainedModel.in(model);
        if (written.isPresent()) {
            TrainedModel trained = compute(() -> TrainedModel.open(written.get(), bases));
            card = trained.card();
            style = card.style();
            fused = () -> fused(written.get(), card, Installation.configured().fusions());
            scorer = compute(trained::scorer);
            opened = trained;
        } else {
            Llama llama = compute(() -> Llama.open(model));
            card = null;
            style = LanguageScores.PLAIN;
            fused = () -> NONE;
            scorer = compute(() -> AdaptingScorer.published(llama));
            opened = llama;
        }
    }

    /** Of a trained model; empty for one as published. */
    public Optional<ModelCard> card() {
        return Optional.ofNullable(card);
    }

    /** How the model was taught to read histories. */
    public PromptStyle style() {
        return style;
    }

    /** Vectors of items as the model learned to read them; none where it reads texts alone. See {@link #fused(Path, ModelCard, Path)}. */
    public ItemVectors fused() {
        return fused.get();
    }

    /** Vectors of a data set's items, by number. */
    public static IntFunction<float[]> vectors(ItemVectors read, DataSet data) {
        return item -> {
            ItemName name = data.items().get(item).name();
            return read.of(name.domain(), name.id());
        };
    }

    @Override
    public float[] score(Profile profile, List<Candidate> candidates) {
        return finite(
                compute(() -> scorer.score(profile, candidates, () -> false).logits()));
    }

    /** Whether the model learned to adapt to users. */
    public boolean adapts() {
        return scorer.adapts();
    }

    /** Adapts to users where the model learned to, by a token where it learned one, else by its head. */
    @Override
    public float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
        if (!scorer.adapts()) {
            return score(profile, candidates);
        }
        Support said = support.get();
        return finite(compute(() -> {
            if (scorer.adaptsByToken()) {
                return scorer.score(profile, candidates, token(said), () -> false)
                        .logits();
            }
            UserHead head = scorer.head(said, () -> false);
            return scorer.adapted(scorer.score(profile, candidates, () -> false), head);
        }));
    }

    private static float[] finite(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new EvaluationException("the language model gave " + logit
                        + " for an item, where a finite number was expected; its files may be damaged:"
                        + " fetch them again, or train or adapt anew");
            }
        }
        return logits;
    }

    private UserToken token(Support support) {
        try (TokenSteps steps = scorer.token(support)) {
            while (!steps.done()) {
                steps.step(() -> false);
            }
            return steps.token();
        }
    }

    /** The same, telling of each user that was asked about. */
    public LanguageScores.Model told(Runnable asked) {
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

    /**
     * The fused vectors that a model was trained with; none where it reads texts alone. They lie in its folder; a copy that was kept to
     * serve has none, and reads those of the fusion that is kept by its name.
     *
     * @param kept folder of the installation's fusions
     * @throws CommandException where there is no such fusion, or it is another one
     */
    public static ItemVectors fused(Path model, ModelCard card, Path kept) {
        if (card.fusion() == null) {
            return NONE;
        }
        String name = card.fusion().name();
        Path folder = Stream.of(model.resolve(TrainedModels.FUSION), kept.resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(
                        () -> new CommandException(
                                model + " was trained with " + name + ", and neither its folder "
                                        + TrainedModels.FUSION + " nor " + kept.resolve(name)
                                        + " is there; keep it with './explainrec fusion activate', or give the folder that 'train' wrote"));
        FusionFolder fusion = FusionFolder.open(folder);
        if (!fusion.pin().equals(card.fusion())) {
            throw new CommandException(model + " was trained with " + described(card.fusion()) + ", and " + folder
                    + " holds " + described(fusion.pin()) + "; copy the one that it was trained with");
        }
        return fusion.vectors();
    }

    private static String described(ModelCard.Fusion fusion) {
        return fusion.name() + " (vectors of SHA-256 " + fusion.vectors() + ")";
    }

    /** Vectors of the items' texts. */
    public static float[][] vectors(Path encoder, List<DataSet.ItemFacts> items) {
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
            if (e.getCause() instanceof Error error) {
                throw error;
            }
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
