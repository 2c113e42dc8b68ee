package io.explainrec.recommend.layer;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.platform.problem.Conflict;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Fits, stores, and activates decision layers. */
@ApplicationScoped
public class LayerService {
    /** Names the stated weights, which every shop begins with. */
    public static final String FIRST = "first";

    private final DecisionLayers layers;
    private final ShopItems items;
    private final ShopInteractions interactions;
    private final Clock clock;
    private final LayerFitting fitting;

    LayerService(
            DecisionLayers layers,
            ShopItems items,
            ShopInteractions interactions,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.layers = layers;
        this.items = items;
        this.interactions = interactions;
        this.clock = clock;
        fitting = new LayerFitting(version);
    }

    /** Newest first. */
    public List<StoredLayer> list() {
        return layers.list();
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
     * @throws io.explainrec.ml.evidence.ArtifactException where it cannot be read
     * @throws Conflict where it is of another shop
     */
    public String activate(String named) {
        if (named.equals(FIRST)) {
            QuarkusTransaction.requiringNew().run(layers::deactivate);
            return DecisionLayer.first().version();
        }
        DecisionArtifact artifact = layers.has(named) ? layers.get(named) : DecisionArtifact.read(Path.of(named));
        String version = artifact.layer().version();
        items.require(version, artifact.tables().items());
        QuarkusTransaction.requiringNew().run(() -> {
            layers.store(artifact);
            layers.activate(version);
        });
        return version;
    }

    /**
     * Fits on all of the shop's interactions, and stores what came out as a candidate, which is not active. No transaction is open
     * meanwhile.
     *
     * @throws Conflict saying what the interactions lack
     */
    public DecisionArtifact fit(long seed) {
        try {
            DecisionArtifact artifact = fitting.fit(interactions.load(), seed, clock.instant());
            layers.store(artifact);
            return artifact;
        } catch (EvaluationException e) {
            throw new Conflict(e.getMessage());
        }
    }
}
