package io.explainrec.portal;

import io.explainrec.knowledge.Condition;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.InvalidInput;
import java.util.Optional;

/**
 * Where the page of an entry is, within its snapshot: entries have no ids, so their keys name them.
 *
 * @param given the condition as JSON
 */
record EntryAddress(String kind, String domain, String attribute, String value, String given) {
    private static final int LONGEST = 1000;

    /** U+0000 in JSON, which the database cannot hold. */
    private static final String NOT_STORABLE = "\\u0000";

    static EntryAddress of(KnowledgeEntry entry) {
        Subject subject = entry.subject();
        return new EntryAddress(
                entry.kind().label(),
                subject.domain(),
                subject.attribute(),
                subject.value(),
                entry.given().json());
    }

    /** The query of a link to it. */
    String query() {
        return "kind=" + kind + "&domain=" + PageValues.encoded(domain) + "&attribute=" + PageValues.encoded(attribute)
                + "&value=" + PageValues.encoded(value) + "&given=" + PageValues.encoded(given);
    }

    /**
     * The key that it names.
     *
     * @throws InvalidInput naming every wrong part
     */
    KnowledgeEntry.Key key() {
        Optional<KnowledgeKind> known = KnowledgeKind.labelled(kind == null ? "" : kind);
        new Faults()
                .check(known.isPresent(), "kind", "is '" + kind + "'; expected one of " + KnowledgeKind.labels())
                .requiredText("domain", domain, LONGEST)
                .requiredText("attribute", attribute, LONGEST)
                .requiredText("value", value, LONGEST)
                .requiredText("given", given, LONGEST)
                .throwIfAny();
        return new KnowledgeEntry.Key(known.get(), new Subject(domain, attribute, value), condition(known.get()));
    }

    private Condition condition(KnowledgeKind of) {
        try {
            Condition read = Condition.read(of, given);
            if (read != null && !read.json().contains(NOT_STORABLE)) {
                return read;
            }
        } catch (IllegalStateException unreadable) {
            // Told below: an address that somebody typed is no failure of ours.
        }
        throw new InvalidInput(
                "given", "is no condition of the kind " + kind + "; open the entry from a list of its snapshot");
    }
}
