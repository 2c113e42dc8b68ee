package io.explainrec.registry.trained;

import java.time.Instant;

/**
 * A trained model with the decision layer that was fitted with its scores.
 *
 * @param name see {@link KeptModel}
 * @param sha256 of its files
 * @param baseSha256 of the weights that it lies over
 * @param decisionVersion the layer
 * @param encoderVersionId what the layer's content evidence was computed with
 * @param active whether it serves
 * @param activatedAt when it was last made active
 */
public record PinnedModel(
        String name,
        String sha256,
        String baseSha256,
        String decisionVersion,
        int encoderVersionId,
        boolean active,
        Instant activatedAt) {}
