package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ranks, for each user of the test rows, all items of a domain that the user had not rated before, and asks where those are that the user
 * then liked: a list is of one domain, as what serves it is asked for one, and of who liked something new in several, the mean of their lists
 * counts. Users who liked nothing new have nothing to say; of very many a part is taken, see {@link RankedUsers}.
 *
 * @param ndcg mean NDCG@10
 * @param hit mean HR@10
 */
public record Ranking(UserMean ndcg, UserMean hit) {
    /** Length of the list. */
    public static final int TOP = 10;

    /**
     * Of the users who are ranked for.
     *
     * @param scorer who was fitted, by name
     * @param ranked of this past and test
     * @throws EvaluationException where one of the scores is no finite number
     */
    static Ranking of(String scorer, Scorer.Fitted fitted, Interactions past, Interactions test, RankedUsers ranked) {
        int users = past.users();
        Order.Groups rated = Order.grouped(past.size(), users, past::user);
        Order.Groups later = Order.grouped(test.size(), users, test::user);
        Ranking ranking = new Ranking(empty(users), empty(users));
        Scorer.State state = fitted.state();
        double[] scores = new double[past.items()];
        int[] domainOf = past.domainNumbers();
        boolean[] fresh = new boolean[past.items()];
        boolean[] candidate = new boolean[past.items()];
        boolean[] relevant = new boolean[past.items()];
        for (int u : ranked.numbers()) {
            Arrays.fill(fresh, true);
            Arrays.fill(relevant, false);
            rated.of(u).forEach(r -> fresh[past.item(r)] = false);
            later.of(u).forEach(r -> relevant[test.item(r)] |= test.liked(r));
            state.scoreAll(u, scores);
            for (int i = 0; i < scores.length; i++) {
                SplitScores.check(scorer, past, u, i, scores[i]);
            }
            int[] domains = IntStream.range(0, fresh.length)
                    .filter(i -> fresh[i] && relevant[i])
                    .map(i -> domainOf[i])
                    .distinct()
                    .toArray();
            for (int domain : domains) {
                for (int i = 0; i < fresh.length; i++) {
                    candidate[i] = fresh[i] && domainOf[i] == domain;
                }
                TopRanks ranks = TopRanks.of(TOP, scores, candidate, relevant);
                ranking.ndcg.sum()[u] += ranks.ndcg() / domains.length;
                ranking.hit.sum()[u] += ranks.hit() / domains.length;
            }
            ranking.ndcg.count()[u] = 1;
            ranking.hit.count()[u] = 1;
        }
        return ranking;
    }

    private static UserMean empty(int users) {
        return new UserMean(new double[users], new double[users]);
    }
}
