package io.explainrec.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.explainrec.recommend.Personal;
import io.explainrec.recommend.RecommendationAnswer;
import java.time.Instant;

/**
 * A person's records for that person.
 *
 * @param holds what this is, for who reads the file
 * @param answers oldest first, read while they are gone through
 */
record ExportedRecords(String holds, Iterable<Exported> answers) {
    private static final String HOLDS =
            "Every answer that was made with this person's profile, oldest first: what was asked, the items"
                    + " that were shown with the evidence and the reason for each, and under 'personal' what was kept sealed: what was known"
                    + " of the person, the history that was used, and the prompt for the language model. Not in it are candidates that were"
                    + " not shown, and answers made without a profile, which point at nobody. Where 'asked.tried' is true, somebody who works"
                    + " for the shop tried it, and the person was never shown it. Where there is 'unreadable', what was sealed cannot be"
                    + " opened any more, and it says why.";
    private static final String UNREADABLE =
            "The sealed part of this record does not open: it was changed, or sealed with another"
                    + " key. The reasons for the items were in it, too.";

    ExportedRecords(Iterable<Exported> answers) {
        this(HOLDS, answers);
    }

    /**
     * One answer.
     *
     * @param unreadable why nothing personal is here; null where it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Exported(Instant at, RecommendationAnswer answer, String unreadable, Personal personal) {
        static Exported of(StoredRecord stored) {
            return new Exported(
                    stored.recommendation().createdAt(),
                    RecommendationAnswer.of(stored.recommendation(), true),
                    stored.readable() ? null : UNREADABLE,
                    stored.recommendation().personal());
        }
    }
}
