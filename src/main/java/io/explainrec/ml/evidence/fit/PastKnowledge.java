package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.KnowledgeTables;

/** Counts what the knowledge base would have said of a past, and of nothing that came later. */
@FunctionalInterface
public interface PastKnowledge {
    /** There is no knowledge base. */
    PastKnowledge NONE = past -> KnowledgeTables.NONE;

    KnowledgeTables of(Interactions past);
}
