package io.explainrec.knowledge;

import io.explainrec.platform.problem.Faults;

/**
 * What is looked for in the active snapshot: by meaning, or for a value; null where nothing is asked.
 *
 * @param text findings are searched for by its meaning
 * @param domain all that is said of its values is searched for, as of the attribute's and the value
 */
public record KnowledgeSearch(String text, String domain, String attribute, String value) {
    /** Most characters of each. */
    public static final int LONGEST = 1000;

    /**
     * @throws io.explainrec.platform.problem.InvalidInput naming what cannot be looked for
     */
    public KnowledgeSearch {
        Faults faults = new Faults()
                .text("domain", domain, LONGEST)
                .text("attribute", attribute, LONGEST)
                .text("value", value, LONGEST);
        if (text != null) {
            faults.requiredText("text", text, LONGEST)
                    .check(
                            domain == null && attribute == null && value == null,
                            "text",
                            "stands beside domain, attribute or value; search by meaning, or for a value");
        }
        faults.throwIfAny();
    }

    /** Whether a value is looked for, or all of an attribute or a domain. */
    public boolean byKey() {
        return domain != null || attribute != null || value != null;
    }

    /** Whether findings of a meaning are looked for. */
    public boolean byMeaning() {
        return text != null;
    }

    /** Whether anything is looked for. */
    public boolean asked() {
        return byMeaning() || byKey();
    }
}
