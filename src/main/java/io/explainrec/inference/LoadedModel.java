package io.explainrec.inference;

import io.explainrec.ml.attribution.HistoryStyle;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A model that answers: a base in memory, which it does not own, or a trained model over it. Belongs to the model's thread. */
final class LoadedModel implements AutoCloseable {
    private final InstructionFormat format;
    private final PrefixScorer scorer;
    private final TrainedModel trained;

    private LoadedModel(Llama llama, Linears linears, InstructionFormat format, TrainedModel trained) {
        this.format = format;
        this.trained = trained;
        InstructionFormat.Answers answers = format.answers();
        scorer = new PrefixScorer(llama, linears, answers.yes(), answers.no());
    }

    static LoadedModel published(Llama llama) {
        InstructionFormat format = new InstructionFormat(llama.tokenizer(), InstructionFormat.Limits.DEFAULT);
        return new LoadedModel(llama, llama.linears(), format, null);
    }

    /** Takes the trained model over, and closes it with itself. */
    static LoadedModel of(TrainedModel trained) {
        return new LoadedModel(trained.llama(), trained.linears(), trained.format(), trained);
    }

    /** Empty for a base, which was taught nothing. */
    Optional<HistoryStyle> style() {
        return Optional.ofNullable(trained).map(model -> model.card().format().style());
    }

    LanguageModel.Scores score(Profile profile, List<Candidate> candidates, BooleanSupplier cancelled) {
        InstructionFormat.Prefix prefix = format.prefix(profile);
        List<int[]> suffixes = candidates.stream().map(format::suffix).toList();
        float[] logits = suffixes.isEmpty() ? new float[0] : scorer.score(prefix.ids(), suffixes, cancelled);
        return new LanguageModel.Scores(logits, prefix.text());
    }

    @Override
    public void close() {
        scorer.close();
        if (trained != null) {
            trained.close();
        }
    }
}
