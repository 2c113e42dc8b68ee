package io.explainrec.ml.instruct;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * One line of instruction data: a history, and candidates whose verdicts came after all of it.
 *
 * @param user keyed hash of the user, so that erasure can find what was learned from someone
 * @param itemKind what the shop calls the items, its domain
 * @param before second of the first candidate, which everything in the history, and every statistic in a reason, is strictly earlier
 *     than; null where the source has no times
 * @param history newest last
 * @param findings of the knowledge base about the user, from a snapshot that is older than the row; null for none
 * @param candidates at least one
 * @param otherDomains true where the history is of other domains than the candidates; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstructionRow(
        String user,
        String itemKind,
        Long before,
        List<Event> history,
        List<String> findings,
        List<Candidate> candidates,
        Boolean otherDomains) {
    /** A row of one domain, without findings. */
    public InstructionRow(String user, String itemKind, Long before, List<Event> history, List<Candidate> candidates) {
        this(user, itemKind, before, history, null, candidates, null);
    }

    public InstructionRow {
        history = List.copyOf(history);
        findings = findings == null || findings.isEmpty() ? null : List.copyOf(findings);
        candidates = List.copyOf(candidates);
        if (user == null || user.isBlank() || itemKind == null || itemKind.isBlank()) {
            throw new IllegalArgumentException("a row lacks its user or itemKind");
        }
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a row has no candidates; expected one or more");
        }
    }

    /** What the history says of an item; reason is null where none is known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(String item, String title, boolean liked, Reason reason) {}

    /** The same with other candidates. */
    public InstructionRow with(List<Candidate> others) {
        return new InstructionRow(user, itemKind, before, history, findings, others, otherDomains);
    }

    /** Whether anything of the knowledge base stands in it. */
    boolean tellsFindings() {
        return findings != null || candidates.stream().anyMatch(candidate -> candidate.finding != null);
    }

    /** Whether the history is of other domains than the candidates. */
    public boolean crossDomain() {
        return Boolean.TRUE.equals(otherDomains);
    }

    /**
     * An item with its verdict.
     *
     * @param knowledge statements about the item, of strictly earlier verdicts; null for none
     * @param finding of the knowledge base about the item, from a snapshot that is older than the row; null for none
     * @param grade of its rating on the domain's scale, from 1; null where only the verdict is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Candidate(
            String item,
            String title,
            List<String> attributes,
            List<String> knowledge,
            String finding,
            boolean liked,
            Reason reason,
            Integer grade) {
        public Candidate {
            attributes = List.copyOf(attributes);
            knowledge = knowledge == null || knowledge.isEmpty() ? null : List.copyOf(knowledge);
            if (grade != null && grade < 1) {
                throw new IllegalArgumentException(
                        "candidate '" + item + "' has grade " + grade + "; expected 1 or more");
            }
        }

        /** One whose verdict alone is known. */
        public Candidate(String item, String title, List<String> attributes, boolean liked, Reason reason) {
            this(item, title, attributes, null, null, liked, reason, null);
        }
    }

    /**
     * Why.
     *
     * @param support items that a derived reason counts; null for the others
     * @param teacher who wrote a taught reason; null for the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reason(String text, Provenance provenance, List<String> support, String teacher) {
        public Reason {
            if (text == null || text.isBlank() || provenance == null) {
                throw new IllegalArgumentException("a reason lacks its text or provenance");
            }
        }
    }

    /** Where a reason comes from. */
    public enum Provenance {
        /** The user's or a reviewer's words. */
        STATED,
        /** Written from statistics of strictly earlier interactions. */
        DERIVED,
        /** Written by a larger model. */
        TEACHER;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
