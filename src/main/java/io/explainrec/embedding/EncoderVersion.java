package io.explainrec.embedding;

/** One space of item vectors; vectors of different versions are never compared. */
public record EncoderVersion(int id, String name, String sha256, int dimension) {}
