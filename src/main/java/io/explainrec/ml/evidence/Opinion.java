package io.explainrec.ml.evidence;

import java.util.Locale;
import java.util.Optional;

/**
 * What everybody said of an item up to some moment, each person's newest verdict alone: the preference of the broadest group, in the
 * knowledge base's terms (arXiv 2511.14770).
 *
 * @param likes verdicts that are likes
 * @param count verdicts
 * @param domain share of likes over the item's domain, between 0 and 1
 */
public record Opinion(int likes, int count, double domain) {
    /** Observations that the domain's share counts for in an item's share. */
    private static final double PRIOR = 5;

    /** Of counts over an item and over its domain. */
    public static Opinion of(int likes, int count, int domainLikes, int domainCount) {
        return new Opinion(likes, count, Shrinkage.share(domainLikes, domainCount, 0.5, 2));
    }

    /** Without one of the verdicts: what the others said. One that is not among them, since it came in later, cannot be taken away. */
    public Opinion without(boolean liked) {
        boolean counted = liked ? likes > 0 : likes < count;
        return !counted ? this : new Opinion(likes - (liked ? 1 : 0), count - 1, domain);
    }

    /** The item's share of likes, drawn to its domain's where few spoke of it. */
    public double share() {
        return Shrinkage.share(likes, count, domain, PRIOR);
    }

    /** In plain words, with those of the answer that prompts ask for; nothing where nobody spoke of the item. */
    public Optional<String> statement() {
        double share = share();
        String words = share >= 0.8
                ? "nearly all said Yes"
                : share >= 0.65
                        ? "most said Yes"
                        : share >= 0.5
                                ? "some said Yes, some No"
                                : share >= 0.35 ? "most said No" : "nearly all said No";
        return count == 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s (about %.0f%% of %d)", words, 100 * share, count));
    }
}
