package io.explainrec.registry;

/**
 * What makes a model version: change any of these, and answers may change.
 *
 * @param name for people
 * @param adapterSha256 empty for the base alone
 */
public record ModelParts(
        String name,
        String baseSha256,
        String adapterSha256,
        String formatVersion,
        String decisionVersion,
        int encoderVersionId) {}
