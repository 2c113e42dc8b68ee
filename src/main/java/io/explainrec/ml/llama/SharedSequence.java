package io.explainrec.ml.llama;

import java.util.List;

/**
 * A prefix and branches that each continue it and do not see each other, so that the prefix is paid for once. Equal to as many
 * sequences of prefix and branch: a branch's positions begin behind the prefix.
 *
 * @param prefix ids, may be empty where there is one branch
 * @param branches ids, none of them empty; at least one
 */
public record SharedSequence(int[] prefix, List<int[]> branches) {
    public SharedSequence {
        branches = List.copyOf(branches);
        if (branches.isEmpty() || branches.stream().anyMatch(branch -> branch.length == 0)) {
            throw new IllegalArgumentException(
                    "a sequence has " + branches.size() + " branches; expected one or more, none of them empty");
        }
    }

    /** All tokens, each prefix token once. */
    public int tokens() {
        return prefix.length
                + branches.stream().mapToInt(branch -> branch.length).sum();
    }

    /** Tokens from the first to the last of the longest branch. */
    public int deepest() {
        return prefix.length
                + branches.stream().mapToInt(branch -> branch.length).max().orElse(0);
    }

    /** Where a branch's first token lies among all tokens. */
    public int start(int branch) {
        return prefix.length
                + branches.subList(0, branch).stream()
                        .mapToInt(ids -> ids.length)
                        .sum();
    }
}
