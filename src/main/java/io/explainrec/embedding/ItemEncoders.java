package io.explainrec.embedding;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.problem.Unavailable;
import io.explainrec.registry.trained.KeptFusions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The encoder of each space that is in use: of texts alone, or of a kept fusion. */
@ApplicationScoped
class ItemEncoders {
    private final TextEncoder texts;
    private final ItemPictures pictures;
    private final Assets assets;
    private final KeptFusions fusions;
    private final Clock clock;
    private final Map<EncoderVersion, FusedEncoder> fused = new HashMap<>();

    ItemEncoders(TextEncoder texts, ItemPictures pictures, Assets assets, Installation installation, Clock clock) {
        this.texts = texts;
        this.pictures = pictures;
        this.assets = assets;
        this.clock = clock;
        fusions = new KeptFusions(installation.fusions());
    }

    /**
     * The encoder of a space.
     *
     * @throws Unavailable where the space is of a text encoder that is not installed any more
     */
    synchronized ItemEncoder of(EncoderVersion version) {
        if (version.name().equals(TextEncoder.NAME)) {
            if (!version.sha256().equals(texts.sha256())) {
                throw new Unavailable(
                        "The text encoder of SHA-256 " + version.sha256() + " is not installed any more.");
            }
            return texts;
        }
        return fused.computeIfAbsent(
                version, own -> new FusedEncoder(texts, pictures, assets, clock, () -> fusions.get(own.name())));
    }

    /** That of texts alone. */
    TextEncoder texts() {
        return texts;
    }

    /** Closes those that no space in use needs. */
    synchronized void keep(Set<EncoderVersion> used) {
        fused.entrySet().removeIf(entry -> {
            boolean goes = !used.contains(entry.getKey());
            if (goes) {
                entry.getValue().close();
            }
            return goes;
        });
    }

    /** Why one of them could not be loaded, with the file; null where nothing is wrong. */
    synchronized String trouble() {
        return Stream.concat(
                        Stream.of(texts).map(TextEncoder::trouble),
                        fused.values().stream().map(FusedEncoder::trouble))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
