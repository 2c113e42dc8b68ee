package io.explainrec.recommend.layer;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.PinnedModel;
import io.explainrec.registry.trained.PinnedModels;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a trained model serve, together with a decision layer that was fitted on this shop with its scores, and goes back to the base.
 * A running server takes both up at once.
 */
@ApplicationScoped
public class TrainedService {
    private final LayerService layers;
    private final DecisionLayers stored;
    private final PinnedModels pinned;
    private final EmbeddingService embeddings;

    TrainedService(LayerService layers, DecisionLayers stored, PinnedModels pinned, EmbeddingService embeddings) {
        this.layers = layers;
        this.stored = stored;
        this.pinned = pinned;
        this.embeddings = embeddings;
    }

    /** All that were activated, newest first. */
    public List<PinnedModel> list() {
        return pinned.list();
    }

    /** The one that serves; empty where the base does. */
    public Optional<PinnedModel> active() {
        return pinned.active();
    }

    /**
     * The layer that was fitted with a model; empty where none was, or it must be fitted anew, since items lie in another space or somebody
     * was erased whom it may count.
     */
    public Optional<String> layerOf(KeptModel model) {
        return pinned.find(model.name())
                .map(PinnedModel::decisionVersion)
                .filter(stored::mayServe)
                .filter(layer -> embeddings.active().is(stored.goesWith(layer).space()));
    }

    /**
     * Refuses a model that reads items' vectors of another space than they lie in.
     *
     * @throws Conflict naming both
     */
    public void requireSpace(KeptModel model) {
        ModelCard.Fusion read = model.card().fusion();
        EncoderVersion space = embeddings.active();
        if (read != null && !space.is(read)) {
            throw new Conflict("The trained model " + model.name() + " reads items' vectors of " + read.name()
                    + ", SHA-256 " + read.weights() + ", and items lie in " + space.name() + ", SHA-256 "
                    + space.sha256() + "; './explainrec fusion activate FOLDER' with the folder of that fusion first,"
                    + " and the model once 'fusion list' says that it serves.");
        }
    }

    /**
     * Fits a layer with the model's scores, which takes minutes, and stores it as a candidate.
     *
     * @param scores of the model for the shop's items, which come with their vectors in the space that serves
     * @throws Conflict saying what the interactions lack; as {@link #requireSpace}
     */
    public DecisionArtifact fit(KeptModel model, Function<DataSet, LanguageScores> scores, long seed) {
        requireSpace(model);
        return layers.fit(seed, data -> new LayerFitting.Heard(scores.apply(data), model.sha256()));
    }

    /**
     * Makes a model and a layer serve, in one transaction.
     *
     * @param layer a stored one that hears the model or none
     * @throws Conflict where it hears another, or was fitted before an erasure that what serves was fitted after; as {@link #requireSpace}
     */
    public void activate(KeptModel model, String layer) {
        requireSpace(model);
        DecisionLayers.GoesWith with = stored.goesWith(layer);
        if (with.hears().filter(of -> !of.equals(model.sha256())).isPresent()) {
            throw new Conflict("The decision layer " + layer + " weighs another model's scores than those of "
                    + model.name() + "; './explainrec model activate " + model.name() + " --refit' fits one.");
        }
        EncoderVersion space = embeddings.active();
        if (!space.is(with.space())) {
            throw new Conflict("The decision layer " + layer + " was fitted in another space than " + space.name()
                    + ", where items lie now; './explainrec model activate " + model.name() + " --refit' fits one.");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            stored.activate(layer);
            pinned.activate(model.name(), model.sha256(), model.card().base().sha256(), layer, space.id());
        });
    }

    /**
     * Goes back to the base as it was published, and where the active layer hears a trained model, to the newest in use that hears none,
     * or the stated weights.
     *
     * @return the layer's version
     */
    public String activateBase() {
        return QuarkusTransaction.requiringNew().call(() -> {
            stored.lock();
            pinned.deactivate();
            Optional<String> active = stored.active().version();
            if (active.isPresent() && stored.goesWith(active.get()).hears().isEmpty()) {
                return active.get();
            }
            Optional<String> last = active.flatMap(layer -> stored.lastWithoutModel());
            last.ifPresentOrElse(stored::activate, stored::deactivate);
            return last.orElse(DecisionLayer.first().version());
        });
    }

    /**
     * Forgets a model, so that its files can be deleted.
     *
     * @throws Conflict where it serves
     */
    public void forget(String name) {
        if (!pinned.forget(name)) {
            throw new Conflict("The trained model " + name
                    + " serves; './explainrec model activate base' goes back to the base first.");
        }
    }
}
