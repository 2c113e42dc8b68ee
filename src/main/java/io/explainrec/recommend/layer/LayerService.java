package io.explainrec.recommend.layer;

import io.explainrec.embedding.EncoderVersion;
import io.explainrec.knowledge.ShopPast;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.registry.trained.PinnedModel;
import io.explainrec.registry.trained.PinnedModels;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Fits, stores, and activates decision layers. */
@ApplicationScoped
public class LayerService {
    /** Names the stated weights, which every shop begins with. */
    public static final String FIRST = "first";

    private final DecisionLayers layers;
    private final ShopItems items;
    private final ShopInteractions interactions;
    private final ShopPast knowledge;
    private final PinnedModels pinned;
    private final Clock clock;
    private final LayerFitting fitting;

    LayerService(
            DecisionLayers layers,
            ShopItems items,
            ShopInteractions interactions,
            ShopPast knowledge,
            PinnedModels pinned,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.layers = layers;
        this.items = items;
        this.interactions = interactions;
        this.knowledge = knowledge;
        this.pinned = pinned;
        this.clock = clock;
        fitting = new LayerFitting(version);
    }

    /** Newest first. */
    public List<StoredLayer> list() {
        return layers.list();
    }

    /** Takes away what those learned that may not serve any more, since somebody was erased whom they may count. */
    void forgetErased() {
        layers.forgetErased();
    }

    /** One of them. */
    public DecisionArtifact get(String version) {
        return layers.get(version);
    }

    /**
     * Makes active what is named: {@value #FIRST}, a stored version, or a folder with an artefact, which is stored first. All or
     * nothing: what is refused changes nothing.
     *
     * @return the version that serves from now on; a running server notices within seconds
     * @throws NotFound where there is neither such a version nor such a folder
     * @throws io.explainrec.ml.evidence.ArtifactException where it cannot be read
     * @throws Conflict where it is of another shop, hears a trained model that does not serve, or was fitted
     *     before an erasure that what serves was fitted after
     */
    public String activate(String named) {
        if (named.equals(FIRST)) {
            QuarkusTransaction.requiringNew().run(layers::deactivate);
            return DecisionLayer.first().version();
        }
        boolean stored = layers.has(named);
        DecisionArtifact artifact = stored ? layers.get(named) : read(named);
        String version = artifact.layer().version();
        items.require(version, artifact.tables().items());
        QuarkusTransaction.requiringNew().run(() -> {
            layers.lock(); // so that the model that serves stays until the layer does
            requireModel(version, artifact.provenance().hears());
            if (!stored) {
                layers.store(artifact);
            }
            layers.activate(version);
        });
        return version;
    }

    private static DecisionArtifact read(String named) {
        Path folder = Path.of(named);
        if (!Files.isDirectory(folder)) {
            throw new NotFound("There is no decision layer or folder '" + named
                    + "'; './explainrec model list' says which there are.");
        }
        return DecisionArtifact.read(folder);
    }

    /** The weight of a language model holds for the scores of that model alone. */
    private void requireModel(String version, Optional<String> hears) {
        if (hears.isPresent() && !hears.equals(pinned.active().map(PinnedModel::sha256))) {
            throw new Conflict("The decision layer " + version + " weighs the scores of a trained model, SHA-256 "
                    + hears.get() + ", which does not serve; './explainrec model activate' with that model's name"
                    + " makes both serve.");
        }
    }

    /**
     * Fits on all of the shop's interactions, and stores what came out as a candidate, which is not active. No transaction is open
     * meanwhile.
     *
     * @throws Conflict saying what the interactions lack
     */
    public DecisionArtifact fit(long seed) {
        return fit(seed, data -> null);
    }

    /** The same with a language model; null for none. */
    DecisionArtifact fit(long seed, Function<DataSet, LayerFitting.Heard> heard) {
        try {
            Instant began = clock.instant(); // whoever is erased from now on may still be read
            Provenance.Erased erased = layers.erased();
            EncoderVersion space = interactions.space();
            DataSet data = interactions.load(space).with(knowledge);
            DecisionArtifact artifact = fitting.fit(data, seed, began, space.space(), heard.apply(data))
                    .after(erased);
            layers.store(artifact, erased.count());
            return artifact;
        } catch (EvaluationException e) {
            throw new Conflict(e.getMessage());
        }
    }
}
