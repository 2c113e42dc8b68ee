package io.explainrec.audit;

import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Personal;
import java.util.Map;
import java.util.UUID;

/** The part of a record that is sealed with the person's key. */
record PersonalBody(Personal personal, Map<UUID, Explanation> explanations) {
    /** Nothing is left, or nothing can be read. */
    static final PersonalBody NONE = new PersonalBody(null, Map.of());
}
