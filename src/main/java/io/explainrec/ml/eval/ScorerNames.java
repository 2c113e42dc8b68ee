package io.explainrec.ml.eval;

/** Names of scorers, as results have them, that protocols and reports single out where they are among those that are evaluated. */
public final class ScorerNames {
    /** Likes that count less with their age: the strongest simple ranking. */
    public static final String POPULARITY_DECAY = "popularity-decay";

    /** What everybody knows of an item: the least that must be beaten for a newcomer. */
    public static final String ITEM_MEAN = "item-mean";

    /** Biased factorisation. */
    public static final String MF = "mf";

    /** Factors that new rows are folded into, with the user's level: the strongest simple scorer from domain to domain. */
    public static final String MF_FOLDIN_OFFSET = "mf-foldin-offset";

    /** The texts alone: what there is of an item that nobody has tried. */
    public static final String CONTENT = "content";

    /** The decision layer with all its sources; those that lack some begin with it. */
    public static final String FULL = "full";

    /** The decision layer without the language model. */
    public static final String FULL_WITHOUT_LLM = FULL + "-without-llm";

    private ScorerNames() {}
}
