package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A user who liked something new in a part: of all items that the user had not judged, these were chosen.
 *
 * @param liked items that the user liked in the part and had not judged before, each once, at least one
 * @param judged items that the user had judged before the part
 */
record Chooser(int user, int[] liked, BitSet judged) {
    /** Of a part; drawn where there are more. */
    private static final int MOST = 400;
    /** Likes of one user beyond which the user counts no more. */
    private static final int MOST_LIKES = 30;

    /** Those of a part, in the order in which they are drawn. */
    static List<Chooser> of(Part part, Random random) {
        Interactions known = part.known();
        Interactions rows = part.rows();
        Order.Groups before = Order.grouped(known.size(), known.users(), known::user);
        Order.Groups after = Order.grouped(rows.size(), rows.users(), rows::user);
        List<Integer> users = new ArrayList<>();
        for (int u = 0; u < rows.users(); u++) {
            if (!after.isEmpty(u) && of(u, part, before, after).liked.length > 0) {
                users.add(u);
            }
        }
        Collections.shuffle(users, random);
        return users.stream().limit(MOST).map(u -> of(u, part, before, after)).toList();
    }

    private static Chooser of(int user, Part part, Order.Groups before, Order.Groups after) {
        BitSet judged = new BitSet();
        before.of(user).map(part.known()::item).forEach(judged::set);
        int[] liked = after.of(user)
                .filter(part.rows()::liked)
                .map(part.rows()::item)
                .filter(item -> !judged.get(item))
                .distinct()
                .toArray();
        return new Chooser(user, liked, judged);
    }

    /** How much the user counts in a fit. */
    double weight() {
        return Math.sqrt(Math.min(liked.length, MOST_LIKES));
    }
}
