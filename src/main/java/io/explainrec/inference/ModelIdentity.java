package io.explainrec.inference;

/** Name, hash of the weights and version of the instruction format: what must be equal for scores to be equal. */
public record ModelIdentity(String name, String sha256, String formatVersion) {}
