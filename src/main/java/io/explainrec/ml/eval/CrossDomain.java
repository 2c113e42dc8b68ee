package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Users who are known in another domain alone: of the users with rows in two domains, a fold's (sha256(id) mod n) keep their rows
 * outside a target domain, which are given as support, and are scored on the target. What all users share is learned from the
 * other folds' users, whatever the domain.
 */
final class CrossDomain {
    private final List<String> targets;
    private final Folds folds;
    /** By fold and target. */
    private final List<List<Interactions>> given = new ArrayList<>();

    private final List<List<Interactions>> scored = new ArrayList<>();
    /** By target, the scored rows of all folds, fold by fold. */
    private final List<Interactions> rows = new ArrayList<>();

    CrossDomain(Interactions all, Folds folds) {
        this.folds = folds;
        List<String> domains = all.domains();
        int[] domain = IntStream.range(0, all.items())
                .map(item -> domains.indexOf(all.itemDomain(item)))
                .toArray();
        boolean[] inTwo = inTwo(all, domain);
        int[] reached = IntStream.range(0, all.size())
                .filter(r -> inTwo[all.user(r)])
                .map(r -> domain[all.item(r)])
                .distinct()
                .sorted()
                .toArray();
        targets = Arrays.stream(reached).mapToObj(domains::get).toList();
        for (int f = 0; f < folds.count(); f++) {
            int held = f;
            given.add(Arrays.stream(reached)
                    .mapToObj(d -> all.select(all.rows(
                            r -> folds.of(all.user(r)) == held && inTwo[all.user(r)] && domain[all.item(r)] != d)))
                    .toList());
            scored.add(Arrays.stream(reached)
                    .mapToObj(d -> all.select(all.rows(
                            r -> folds.of(all.user(r)) == held && inTwo[all.user(r)] && domain[all.item(r)] == d)))
                    .toList());
        }
        for (int d : reached) {
            rows.add(all.select(IntStream.range(0, folds.count())
                    .flatMap(f -> Arrays.stream(all.rows(
                            r -> folds.of(all.user(r)) == f && inTwo[all.user(r)] && domain[all.item(r)] == d)))
                    .toArray()));
        }
    }

    /** By user, whether there are rows in two domains. */
    private static boolean[] inTwo(Interactions all, int[] domain) {
        int[] first = new int[all.users()];
        boolean[] inTwo = new boolean[first.length];
        Arrays.fill(first, -1);
        for (int r = 0; r < all.size(); r++) {
            int user = all.user(r);
            int here = domain[all.item(r)];
            inTwo[user] |= first[user] >= 0 && first[user] != here;
            first[user] = here;
        }
        return inTwo;
    }

    /** The domains that somebody has rows in who has some in another one too; empty where there are no such users. */
    List<String> targets() {
        return targets;
    }

    /** The rows of a target, in the order of the scores. */
    Interactions rows(int target) {
        return rows.get(target);
    }

    /** Scores by target and row. */
    double[][] score(Scorer scorer) {
        double[][] scores = new double[targets.size()][];
        for (int t = 0; t < scores.length; t++) {
            scores[t] = new double[rows.get(t).size()];
        }
        int[] done = new int[scores.length];
        for (int fold = 0; fold < folds.count(); fold++) {
            Scorer.Fitted fitted = scorer.fit(folds.past(fold));
            for (int t = 0; t < scores.length; t++) {
                Scorer.State state = fitted.state();
                Protocols.support(state, given.get(fold).get(t));
                double[] found = state.score(scored.get(fold).get(t));
                System.arraycopy(found, 0, scores[t], done[t], found.length);
                done[t] += found.length;
            }
        }
        return scores;
    }
}
