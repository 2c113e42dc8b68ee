package io.explainrec.ml.eval;

/**
 * Users with something in common, as a band of age.
 *
 * @param name of the part of a report: lower-case letters, digits and hyphens
 * @param members by user
 */
public record UserGroup(String name, boolean[] members) {
    public UserGroup {
        name = nameOf(name);
    }

    /** A name as it is written in reports, where those that differ in their case alone are one. */
    public static String nameOf(String name) {
        return PartNames.of(name);
    }
}
