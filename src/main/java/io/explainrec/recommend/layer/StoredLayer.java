package io.explainrec.recommend.layer;

import io.explainrec.ml.evidence.Provenance;
import java.time.Instant;

/**
 * A stored decision layer, without what it holds.
 *
 * @param activatedAt when it was last made active; null where it never was
 * @param interactions how many it was fitted on
 * @param precedesAnErasure whether somebody was erased since it was fitted, so that it may count them
 * @param space that it was fitted in; null for the text encoder's
 */
public record StoredLayer(
        String version,
        Instant createdAt,
        boolean active,
        Instant activatedAt,
        long interactions,
        boolean precedesAnErasure,
        Provenance.Space space) {}
