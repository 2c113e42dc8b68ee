package io.explainrec.registry;

import java.util.UUID;

/** The model version that answers requests. */
public record LiveModel(UUID id, ModelParts parts) {}
