package io.explainrec.ml.eval;

/**
 * Users with something in common, as a band of age.
 *
 * @param name of the part of a report: lower-case letters, digits and hyphens
 * @param members by user
 */
public record UserGroup(String name, boolean[] members) {
    public UserGroup {
        name = Segments.written(name);
    }
}
