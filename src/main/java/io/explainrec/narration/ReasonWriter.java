package io.explainrec.narration;

import io.explainrec.ml.evidence.EvidenceSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reasons in plain words, written from what lifted an item above the other candidates. A sentence says what its source knows,
 * and nothing else.
 */
public final class ReasonWriter {
    /** Logits below which a difference is too small to be a reason. */
    private static final double NEGLIGIBLE = 0.02;

    private static final int MOST_SENTENCES = 2;

    private ReasonWriter() {}

    /**
     * What one source did for an item.
     *
     * @param lift its contribution to the order, less its mean over the candidates of the request
     * @param because titles of the history items that it rests on, strongest first
     */
    public record Lift(EvidenceSource source, double lift, List<String> because) {}

    /**
     * What the sentences may name.
     *
     * @param likes how many liked the item, of so many who said anything
     * @param claims findings of the knowledge base that speak for the item, in sentences, by source
     */
    public record Facts(int likes, int count, Map<EvidenceSource, String> claims) {}

    /**
     * Whether a source's sentence says no more than that the item is ahead of most of what else was considered. What the others say is true
     * where their value is above 0 alone, wherever a fit put the middle that contributions are counted from.
     */
    public static boolean compares(EvidenceSource source) {
        return switch (source) {
            case POPULARITY,
                    RECENT_POPULARITY,
                    RECENT_ATTENTION,
                    ITEM_BIAS,
                    ITEM_LEVEL,
                    EXPECTED_LEVEL,
                    LLM,
                    EXPLORATION -> true;
            default -> false;
        };
    }

    /** The reason: the strongest lifts, two at most. */
    public static String write(List<Lift> lifts, Facts facts) {
        List<String> sentences = lifts.stream()
                .filter(lift -> lift.lift() > NEGLIGIBLE)
                .sorted(Comparator.comparingDouble(Lift::lift).reversed())
                .map(lift -> sentence(lift, facts))
                .filter(sentence -> sentence != null)
                .limit(MOST_SENTENCES)
                .toList();
        return sentences.isEmpty()
                ? "Nothing about it stands out; it comes next in the order."
                : String.join(" ", sentences);
    }

    private static String sentence(Lift lift, Facts facts) {
        return switch (lift.source()) {
            case NEIGHBOURS ->
                lift.because().isEmpty()
                        ? null
                        : "People who liked " + listed(lift.because()) + ", as you did, also like this.";
            case CONTENT ->
                lift.because().isEmpty() ? null : "It is close to " + listed(lift.because()) + ", which you liked.";
            case RECENT_POPULARITY -> "Lately it was liked more than most of what else was considered.";
            case POPULARITY -> "More people like it than most of what else was considered.";
            case RECENT_ATTENTION -> "Lately more was said of it than of most of what else was considered.";
            case NOVELTY -> "The first verdict on it is not long ago, and some of the latest are likes.";
            case EXPLORATION ->
                "Fewer have judged it than most of what else was considered, and this shop gives such a chance.";
            case GROUP -> "People of your age or gender like it more than people on the whole.";
            case ITEM_BIAS -> facts.likes() + " of the " + facts.count() + " verdicts on it were likes.";
            case LLM -> "The language model rates it above most of what it was asked about.";
            case ITEM_LEVEL -> "It is graded higher than most of what else was considered.";
            case EXPECTED_LEVEL ->
                "By how it and what is like it are graded, more is expected of it than of most of what else was considered.";
            case ALIKE -> "People like you grade it, and what is graded like it, higher than people on the whole.";
            case ALIKE_POPULARITY -> "People like you like it more often than people on the whole.";
            case FACTORS, GRADED_ALIKE, CO_LIKED ->
                lift.because().isEmpty()
                        ? null
                        : "Those who like " + listed(lift.because()) + ", as you do, tend to like this.";
            case ATTRIBUTES ->
                lift.because().isEmpty()
                        ? null
                        : "It is of the kind of " + listed(lift.because()) + ", which you liked.";
            case DEMOGRAPHIC_KNOWLEDGE, CROSS_DOMAIN_KNOWLEDGE, TEMPORAL_KNOWLEDGE ->
                facts.claims().get(lift.source());
            // The same for every candidate, so that they explain no order.
            case USER_BIAS, USER_LEVEL, MOOD, GROUP_LEVEL, CARRIED_LEVEL -> null;
        };
    }

    private static String listed(List<String> titles) {
        List<String> quoted = titles.stream().map(title -> "“" + title + "”").toList();
        return quoted.size() == 1
                ? quoted.getFirst()
                : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " and " + quoted.getLast();
    }
}
