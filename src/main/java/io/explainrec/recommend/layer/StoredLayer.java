package io.explainrec.recommend.layer;

import java.time.Instant;

/**
 * A stored decision layer, without what it holds.
 *
 * @param activatedAt when it was last made active; null where it never was
 * @param interactions how many it was fitted on
 */
public record StoredLayer(String version, Instant createdAt, boolean active, Instant activatedAt, long interactions) {}
