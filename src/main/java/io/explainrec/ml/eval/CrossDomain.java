package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Users who are known in another domain alone: of the users with rows in two domains, a fold's (sha256(id) mod n) keep their rows
 * outside a target domain, which are given as support, and are scored on the target. What all users share is learned from the
 * other folds' users, whatever the domain.
 */
final class CrossDomain {
    /** Domains that are scored, at most: each costs a fit's worth of work. */
    static final int MOST_TARGETS = 10;

    private final Interactions all;
    private final Folds folds;
    private final int[] domain;
    private final boolean[] inTwo;
    /** Numbers of the domains that are scored. */
    private final int[] targets;
    /** By target, the scored rows of all folds, fold by fold. */
    private final List<Interactions> rows;

    private final int reached;

    CrossDomain(Interactions all, Folds folds) {
        this.all = all;
        this.folds = folds;
        domain = all.domainNumbers();
        inTwo = inTwo(all, domain);
        int[] size = new int[all.domains().size()];
        IntStream.range(0, all.size()).filter(r -> inTwo[all.user(r)]).forEach(r -> size[domain[all.item(r)]]++);
        reached = (int) IntStream.of(size).filter(n -> n > 0).count();
        targets = IntStream.range(0, size.length)
                .filter(d -> size[d] > 0)
                .boxed()
                .sorted(Comparator.comparing(d -> -size[d]))
                .limit(MOST_TARGETS)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
        rows = Arrays.stream(targets)
                .mapToObj(d -> all.select(IntStream.range(0, folds.count())
                        .flatMap(f -> Arrays.stream(all.rows(r -> isHeld(r, f) && domain[all.item(r)] == d)))
                        .toArray()))
                .toList();
    }

    private boolean isHeld(int row, int fold) {
        return inTwo[all.user(row)] && folds.of(all.user(row)) == fold;
    }

    /** By user, whether there are rows in two domains. */
    private static boolean[] inTwo(Interactions all, int[] domain) {
        int[] last = new int[all.users()];
        boolean[] inTwo = new boolean[last.length];
        Arrays.fill(last, -1);
        for (int r = 0; r < all.size(); r++) {
            int user = all.user(r);
            int here = domain[all.item(r)];
            inTwo[user] |= last[user] >= 0 && last[user] != here;
            last[user] = here;
        }
        return inTwo;
    }

    /**
     * The domains that somebody has rows in who has some in another one too, of more than {@value #MOST_TARGETS} those with the most such rows;
     * empty where there are no such users.
     */
    List<String> targets() {
        return Arrays.stream(targets).mapToObj(all.domains()::get).toList();
    }

    /** How many of these there are, scored or not. */
    int reached() {
        return reached;
    }

    /** The rows of a target, in the order of the scores. */
    Interactions rows(int target) {
        return rows.get(target);
    }

    /** Scores by target and row. */
    double[][] score(Scorer scorer) {
        double[][] scores = new double[targets.length][];
        for (int t = 0; t < scores.length; t++) {
            scores[t] = new double[rows.get(t).size()];
        }
        int[] done = new int[scores.length];
        for (int fold = 0; fold < folds.count(); fold++) {
            Scorer.Fitted fitted = scorer.fit(folds.past(fold));
            for (int t = 0; t < scores.length; t++) {
                Scorer.State state = fitted.state();
                int target = targets[t];
                Protocols.support(state, held(fold, d -> d != target));
                double[] found = state.score(held(fold, d -> d == target));
                System.arraycopy(found, 0, scores[t], done[t], found.length);
                done[t] += found.length;
            }
        }
        return scores;
    }

    /** The rows of a fold's users in some domains. */
    private Interactions held(int fold, IntPredicate domains) {
        return all.select(all.rows(r -> isHeld(r, fold) && domains.test(domain[all.item(r)])));
    }
}
