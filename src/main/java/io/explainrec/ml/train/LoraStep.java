package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Counts;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import io.explainrec.ml.llama.Linears;
import java.util.List;
import java.util.Map;

/**
 * An adapter, and heads beside it, under training over a base that is not: gradients of micro-batches, then a step. Belongs to one
 * thread.
 */
public final class LoraStep implements TrainingStep, AutoCloseable {
    private final AttributionLoss loss;
    private final Linears linears;
    private final double clip;
    private final AdamW optimizer;

    /**
     * @param base the base's linear layers
     * @param clip most norm of all gradients
     */
    public LoraStep(AttributionLoss loss, Linears base, Trained trained, double clip) {
        this.loss = loss;
        this.clip = clip;
        linears = trained.adapter().training(base);
        Map<String, NDArray> parameters = trained.parameters();
        for (NDArray parameter : parameters.values()) {
            parameter.setRequiresGradient(true);
        }
        optimizer = new AdamW(parameters, trained.undecayed(), AdamW.Options.DEFAULT);
    }

    @Override
    public Taken take(List<List<AttributedSequence>> parts, double learningRate) {
        Counts counts = Counts.of(parts.stream().flatMap(List::stream).toList());
        Terms terms = Terms.NONE;
        optimizer.zeroGradients();
        for (List<AttributedSequence> part : parts) {
            terms = terms.plus(loss.accumulate(part, linears, counts));
        }
        double norm = optimizer.clip(clip);
        if (Double.isFinite(norm) && terms.finite()) {
            optimizer.step(learningRate);
        }
        return new Taken(terms, norm);
    }

    /** The optimiser's moments; live, so that a checkpoint can be put into them. */
    Map<String, NDArray> moments() {
        return optimizer.moments();
    }

    /** Goes on behind so many steps. */
    void resume(long after) {
        optimizer.resume(after);
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
