package io.explainrec.ml.fusion;

/**
 * One kind of vector that an item may have.
 *
 * @param name small letters, digits and underscores, "text" say; it becomes part of parameters' names
 * @param dimension length of the vectors; at least 1
 */
public record Modality(String name, int dimension) {
    public Modality {
        if (!name.matches("[a-z][a-z0-9_]*") || dimension < 1) {
            throw new IllegalArgumentException("the modality '" + name + "' has vectors of length " + dimension
                    + "; expected a name of small letters, digits and underscores, and a length of at least 1");
        }
    }
}
