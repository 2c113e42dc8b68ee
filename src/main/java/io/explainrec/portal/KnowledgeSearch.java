package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.platform.problem.Faults;
import java.util.List;

/**
 * What is looked for in the active snapshot, as the address of the page has it; null where nothing is asked.
 *
 * @param text findings are searched for by its meaning
 * @param domain all that is said of its values is searched for, as of the attribute's and the value
 */
public record KnowledgeSearch(String text, String domain, String attribute, String value) {
    static final int LONGEST = 1000;

    public KnowledgeSearch {
        text = PageValues.orNull(text);
        domain = PageValues.orNull(domain);
        attribute = PageValues.orNull(attribute);
        value = PageValues.orNull(value);
        new Faults()
                .text("text", text, LONGEST)
                .text("domain", domain, LONGEST)
                .text("attribute", attribute, LONGEST)
                .text("value", value, LONGEST)
                .check(
                        text == null || domain == null && attribute == null && value == null,
                        "text",
                        "stands beside domain, attribute or value; search by meaning, or for a value")
                .throwIfAny();
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

    List<KnowledgeService.Found> in(KnowledgeService knowledge, int limit) {
        if (!asked()) {
            return List.of();
        }
        return byMeaning() ? knowledge.search(text, limit) : knowledge.search(domain, attribute, value, limit);
    }
}
