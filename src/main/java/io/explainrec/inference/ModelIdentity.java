package io.explainrec.inference;

/**
 * What must be equal for scores to be equal.
 *
 * @param name {@link LanguageModel#BASE}'s, or a trained model's
 * @param sha256 of the base: the asset's, or of the weights that the adapter was trained over
 * @param adapterSha256 empty for the base alone
 * @param formatVersion of the instruction format
 */
public record ModelIdentity(String name, String sha256, String adapterSha256, String formatVersion) {}
