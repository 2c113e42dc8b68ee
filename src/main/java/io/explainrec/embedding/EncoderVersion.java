package io.explainrec.embedding;

import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.train.ModelCard;

/**
 * One space of item vectors, all of length 1; vectors of different versions are never compared.
 *
 * @param name of the text encoder, or of a fusion
 * @param sha256 of the weights that make the vectors
 * @param dimension of a vector
 */
public record EncoderVersion(int id, String name, String sha256, int dimension) {
    /** Whether the vectors are those of a fusion that a language model reads. */
    public boolean is(ModelCard.Fusion fusion) {
        return sha256.equals(fusion.weights());
    }

    /** As a decision layer that is fitted in it tells of it. */
    public Provenance.Space space() {
        return new Provenance.Space(name, sha256);
    }

    /**
     * Whether a layer was fitted in it.
     *
     * @param space null for the text encoder's
     */
    public boolean is(Provenance.Space space) {
        return space == null ? name.equals(TextEncoder.NAME) : space.equals(space());
    }
}
