package io.explainrec.ml.attribution;

/**
 * A candidate of a history with its verdict, as token ids.
 *
 * @param prompt the candidate and the slot for the answer, whose last token's logits are read
 * @param liked the verdict
 * @param reason why; null where none is known
 * @param item the item as a vector in the prompt; null where there is none
 */
public record AttributedCandidate(int[] prompt, boolean liked, Reason reason, Item item) {
    /**
     * An item's vector, which a projection turns into a token.
     *
     * @param place of the token in the prompt, and as far into {@link Reason#alone}
     */
    public record Item(int place, float[] vector) {}

    /** Without a vector. */
    public AttributedCandidate(int[] prompt, boolean liked, Reason reason) {
        this(prompt, liked, reason, null);
    }

    public AttributedCandidate {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a candidate has no tokens, so that no answer can be read");
        }
        if (item != null && (item.place < 0 || item.place >= prompt.length - 1)) {
            throw new IllegalArgumentException("an item stands at token " + item.place + " of a candidate's "
                    + prompt.length + "; expected it before the last, where the answer is read");
        }
    }

    /**
     * The reason of a verdict.
     *
     * @param heading what stands between the slot and the reason; at least one token
     * @param tokens the reason's own, at least one
     * @param alone the candidate with its reason and the slot, to be read behind no history
     */
    public record Reason(int[] heading, int[] tokens, int[] alone) {
        public Reason {
            if (heading.length == 0 || tokens.length == 0 || alone.length == 0) {
                throw new IllegalArgumentException("a reason with a heading of " + heading.length + ", a text of "
                        + tokens.length + " and, alone, " + alone.length + " tokens; expected none of them empty");
            }
        }
    }

    AttributedCandidate withoutReason() {
        return new AttributedCandidate(prompt, liked, null, item);
    }

    /** What follows the history: the prompt, and behind it the heading and the reason. */
    int[] branch() {
        if (reason == null) {
            return prompt;
        }
        int[] branch = new int[prompt.length + reason.heading.length + reason.tokens.length];
        System.arraycopy(prompt, 0, branch, 0, prompt.length);
        System.arraycopy(reason.heading, 0, branch, prompt.length, reason.heading.length);
        System.arraycopy(reason.tokens, 0, branch, prompt.length + reason.heading.length, reason.tokens.length);
        return branch;
    }

    /** Where in the branch the answer is read. */
    int slot() {
        return prompt.length - 1;
    }

    /** Where in the branch the first token of the reason is predicted. */
    int beforeReason() {
        return prompt.length + reason.heading.length - 1;
    }
}
