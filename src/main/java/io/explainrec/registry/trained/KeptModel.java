package io.explainrec.registry.trained;

import io.explainrec.ml.train.ModelCard;
import java.nio.file.Path;

/**
 * A trained model in the installation.
 *
 * @param name {@code trained-} and the first digits of its hash
 * @param sha256 over all its files, in hexadecimal: what its answers depend on beside the base
 * @param folder with its files
 */
public record KeptModel(String name, String sha256, Path folder, ModelCard card) {}
