package io.explainrec.ml.eval;

import io.explainrec.ml.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Users that {@link Ranking} has something to say of: those who liked an item, in the test rows, that they had not rated before. Where
 * all items of all of them are more than {@value #MOST_SCORES} scores, it is {@value #MOST_USERS} of them, those with the lowest
 * sha256(id), so that all scorers rank for the same.
 *
 * @param numbers of the users who are taken, lowest first
 * @param all how many there are
 */
record RankedUsers(int[] numbers, int all) {
    private static final int MOST_USERS = 1_000;
    private static final long MOST_SCORES = 20_000_000;

    static RankedUsers of(Interactions past, Interactions test) {
        return of(past, test, MOST_USERS, MOST_SCORES);
    }

    static RankedUsers of(Interactions past, Interactions test, int mostUsers, long mostScores) {
        int[] all = all(past, test);
        if (all.length <= mostUsers || (long) all.length * past.items() <= mostScores) {
            return new RankedUsers(all, all.length);
        }
        record Hashed(int user, String digest) {}
        int[] taken = Arrays.stream(all)
                .mapToObj(
                        user -> new Hashed(user, Sha256.hex(past.userName(user).getBytes(StandardCharsets.UTF_8))))
                .sorted(Comparator.comparing(Hashed::digest))
                .limit(mostUsers)
                .mapToInt(Hashed::user)
                .sorted()
                .toArray();
        return new RankedUsers(taken, all.length);
    }

    private static int[] all(Interactions past, Interactions test) {
        int users = past.users();
        Order.Groups rated = Order.grouped(past.size(), users, past::user);
        Order.Groups later = Order.grouped(test.size(), users, test::user);
        int[] ratedBy = new int[past.items()]; // the last user who did, from 1
        boolean[] asked = new boolean[users];
        for (int u = 0; u < users; u++) {
            int user = u + 1;
            rated.of(u).forEach(r -> ratedBy[past.item(r)] = user);
            asked[u] = later.of(u).anyMatch(r -> test.liked(r) && ratedBy[test.item(r)] != user);
        }
        return Interactions.rows(asked);
    }
}
