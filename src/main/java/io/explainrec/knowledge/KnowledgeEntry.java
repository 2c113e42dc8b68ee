package io.explainrec.knowledge;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.time.LocalDate;

/**
 * One piece of knowledge of a snapshot.
 *
 * @param subject what is liked, or not
 * @param given under which condition
 * @param statement the whole of it in plain words
 * @param finding whether a difference counts as found, at the snapshot's false discovery rate
 * @param sensitive whether it rests on people's demographics
 * @param validFrom first day of what it rests on
 * @param validUntil from when on it should not be relied on
 */
public record KnowledgeEntry(
        KnowledgeKind kind,
        Subject subject,
        Condition given,
        String statement,
        Statistics statistics,
        boolean finding,
        boolean sensitive,
        LocalDate validFrom,
        LocalDate validUntil) {
    /** What names it within a snapshot. */
    public record Key(KnowledgeKind kind, Subject subject, Condition given) {}

    /** What is said, without a figure, as a sentence: the words in which a reason tells it. */
    public String claim() {
        return Wording.sentence(subject, given, statistics);
    }

    public Key key() {
        return new Key(kind, subject, given);
    }
}
