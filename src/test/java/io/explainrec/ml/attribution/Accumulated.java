package io.explainrec.ml.attribution;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.attribution.AttributionLoss.Computed;
import io.explainrec.ml.attribution.AttributionLoss.Counts;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.tensor.Torch;
import java.util.List;
import java.util.stream.IntStream;

/** A part's share of the loss and its terms, once its gradients were added to those of the parameters. */
record Accumulated(double loss, Terms terms) {
    static Accumulated of(
            AttributionLoss loss, Llama llama, List<AttributedSequence> part, Linears linears, Counts counts) {
        try (NDManager scope = llama.newCall()) {
            SequenceBatch read = new SequenceBatch(
                    part.stream().map(AttributedSequence::shared).toList());
            long[] places = loss.places(part, IntStream.range(0, part.size()).toArray(), read);
            Computed computed = loss.compute(
                    part, llama.hidden(read, loss.soft(part, read, scope), places, linears, scope), linears, counts);
            if (computed.loss() == null) {
                return new Accumulated(0, computed.terms());
            }
            Torch.backward(computed.loss());
            return new Accumulated(computed.loss().getFloat(), computed.terms());
        }
    }

    Accumulated plus(Accumulated other) {
        return new Accumulated(
                loss + other.loss,
                new Terms(
                        terms.prediction() + other.terms.prediction(),
                        terms.reason() + other.terms.reason(),
                        terms.consistency() + other.terms.consistency(),
                        terms.contrast() + other.terms.contrast()));
    }
}
