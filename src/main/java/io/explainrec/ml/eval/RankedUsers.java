package io.explainrec.ml.eval;

/** Users that {@link Ranking} has something to say of: those who liked an item, in the test rows, that they had not rated before. */
final class RankedUsers {
    private RankedUsers() {}

    /** Their numbers, lowest first. */
    static int[] of(Interactions past, Interactions test) {
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
