package io.explainrec.ml.evidence;

/** Where a piece of evidence comes from. The name in JSON and in weights files is the lower-case form with hyphens. */
public enum EvidenceSource {
    /** How much this user likes in general: shrunken logit of the share of likes. */
    USER_BIAS,
    /** How much this item is liked in general: shrunken logit of the share of likes. */
    ITEM_BIAS,
    /** How much this item was liked lately: logarithm of the decayed count of likes. */
    RECENT_POPULARITY,
    /** How much people of the user's group like this item. */
    GROUP,
    /** Items that are liked by the same people as those in the user's history. */
    NEIGHBOURS,
    /** Cosine between the item's text vector and the user's taste. */
    CONTENT,
    /** The language model's logit. */
    LLM
}
