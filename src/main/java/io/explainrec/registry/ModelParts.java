package io.explainrec.registry;

/** What makes a model version: change any of these, and answers may change. */
public record ModelParts(
        String name, String baseSha256, String formatVersion, String decisionVersion, int encoderVersionId) {}
