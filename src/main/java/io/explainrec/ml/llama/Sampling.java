package io.explainrec.ml.llama;

/**
 * How the next token is chosen from its logits. The steps come in the order of the parameters, behind the penalty, as in
 * transformers.
 *
 * @param temperature divides the logits; 0 takes the likeliest token (of several the lowest id), whatever the rest says
 * @param topK keeps that many of the likeliest; 0 keeps all
 * @param topP keeps the fewest of the likeliest that together have this probability (Holtzman et al. 2020, arXiv 1904.09751);
 *     1 keeps all
 * @param minP keeps those with at least this share of the likeliest one's probability (arXiv 2407.01082); 0 keeps all
 * @param repetitionPenalty divides the positive logits and multiplies the negative ones of tokens that are in the prompt or
 *     were generated (arXiv 1909.05858); 1 changes nothing
 */
public record Sampling(double temperature, int topK, double topP, double minP, double repetitionPenalty) {
    /** The likeliest token, always. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1);

    /**
     * @throws IllegalArgumentException naming what is out of its range
     */
    public Sampling {
        require("temperature", temperature, temperature >= 0 && Double.isFinite(temperature), "0 or more");
        require("top-k", topK, topK >= 0, "0 or more");
        require("top-p", topP, topP > 0 && topP <= 1, "above 0 and at most 1");
        require("min-p", minP, minP >= 0 && minP <= 1, "0 to 1");
        require(
                "repetition penalty",
                repetitionPenalty,
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "above 0");
    }

    /** All tokens, by their probabilities. */
    public static Sampling of(double temperature) {
        return new Sampling(temperature, 0, 1, 0, 1);
    }

    private static void require(String name, Number value, boolean inRange, String expected) {
        if (!inRange) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + expected);
        }
    }
}
