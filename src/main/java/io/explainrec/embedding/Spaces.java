package io.explainrec.embedding;

import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.registry.trained.KeptFusions;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/** Which space items lie in: the text encoder's, or a fusion's. A person chooses; the server embeds and switches. */
@ApplicationScoped
public class Spaces {
    private final EncoderVersions versions;
    private final ItemVectors vectors;
    private final KeptFusions fusions;
    private final InstalledEncoders installed;

    Spaces(EncoderVersions versions, ItemVectors vectors, Assets assets, Installation installation) {
        this.versions = versions;
        this.vectors = vectors;
        fusions = new KeptFusions(installation.fusions());
        installed = new InstalledEncoders(assets);
    }

    /** What a space is to the server. */
    public enum State {
        /** It serves. */
        ACTIVE,
        /** It is embedded beside the active one, and takes its place when no item waits. */
        INCOMING,
        /** It served, or came in, and no longer does. */
        PAST
    }

    /**
     * A space.
     *
     * @param waiting items without their vector in it; 0 for past ones, which nothing waits for
     */
    public record Space(EncoderVersion version, State state, long waiting) {}

    /** The first start begins with texts. With another text encoder installed, that one comes in; a fusion stays until it is told. */
    void start(@Observes @Priority(30) StartupEvent start) {
        if (versions.active().filter(Spaces::isFusion).isEmpty()
                && versions.incoming().filter(Spaces::isFusion).isEmpty()) {
            versions.bring(TextEncoder.NAME, Assets.named(TextEncoder.ASSET).sha256(), TextEncoder.DIMENSION);
        }
    }

    private static boolean isFusion(EncoderVersion version) {
        return !version.name().equals(TextEncoder.NAME);
    }

    /** All of them, oldest first. */
    public List<Space> list() {
        Optional<EncoderVersion> active = versions.active();
        Optional<EncoderVersion> incoming = versions.incoming();
        return versions.list().stream()
                .map(version -> {
                    State state = active.equals(Optional.of(version))
                            ? State.ACTIVE
                            : incoming.equals(Optional.of(version)) ? State.INCOMING : State.PAST;
                    return new Space(version, state, state == State.PAST ? 0 : vectors.pending(version));
                })
                .toList();
    }

    /**
     * Brings in a fusion: checks it whole, keeps a copy, and has items embedded by it in the background. Nothing is changed before all
     * is checked; of one that is active or comes in already, nothing is.
     *
     * @return the fusion's space, incoming, or active where it is that already
     * @throws Conflict where it does not fit the encoders that are installed
     * @throws io.explainrec.registry.trained.KeptModelException where it cannot be kept
     */
    public Space fusion(FusionFolder folder) {
        installed.require(folder);
        FusionFolder kept = fusions.keep(folder);
        return bring(
                kept.card().name(), kept.card().weights(), kept.card().options().width());
    }

    /** Goes back to texts alone, in the same way. */
    public Space text() {
        return bring(TextEncoder.NAME, Assets.named(TextEncoder.ASSET).sha256(), TextEncoder.DIMENSION);
    }

    private Space bring(String name, String sha256, int dimension) {
        EncoderVersion version = versions.bring(name, sha256, dimension);
        return list().stream()
                .filter(space -> space.version().equals(version))
                .findFirst()
                .orElseThrow();
    }
}
