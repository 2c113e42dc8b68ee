package io.explainrec.cli;

import io.explainrec.embedding.ItemText;
import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The models of an evaluation, and the one thread that computes with them. */
final class EvaluationModels implements LanguageScores.Model, AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("models").factory());
    private final Llama llama;
    private final PrefixScorer scorer;
    private final InstructionFormat format;

    /**
     * @param model a GGUF file, or a folder with weights and tokenizer
     */
    EvaluationModels(Path model) {
        llama = compute(() -> {
            Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
            return Llama.open(model);
        });
        format = new InstructionFormat(llama.tokenizer(), InstructionFormat.Limits.DEFAULT);
        InstructionFormat.Answers answers = format.answers();
        scorer = compute(() -> new PrefixScorer(llama, answers.yes(), answers.no()));
    }

    @Override
    public float[] score(Profile profile, List<Candidate> candidates) {
        List<int[]> suffixes = candidates.stream().map(format::suffix).toList();
        int[] prefix = format.prefix(profile).ids();
        return compute(() -> scorer.score(prefix, suffixes, () -> false));
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
            llama.close();
            return null;
        });
        thread.shutdown();
    }
}
