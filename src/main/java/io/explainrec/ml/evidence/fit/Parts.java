package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Parts of a past that heads are fitted on, each with what the state knows that describes it: nothing of the part itself. */
final class Parts {
    /** Percent of the past at which slices begin; each ends where the next begins, the last with the past. */
    private static final int[] SLICES = {50, 60, 70, 80, 90};

    /** Of users, where there are no times. */
    private static final int FOLDS = 5;

    private Parts() {}

    /** Rows, and what the state that describes them knows. */
    record Part(Interactions known, Interactions rows) {}

    /** Slices of time, the newest last, each after what is known; without times, folds of users. */
    static List<Part> of(Interactions past, long seed) {
        return past.untimed() == 0 ? ofTime(past) : ofUsers(past, seed);
    }

    /** Percent of the past at which slices begin. */
    static List<Integer> slices() {
        return Arrays.stream(SLICES).boxed().toList();
    }

    private static List<Part> ofTime(Interactions past) {
        List<Part> parts = new ArrayList<>();
        for (int s = 0; s < SLICES.length; s++) {
            int from = cut(past, SLICES[s]);
            int to = cut(past, s + 1 < SLICES.length ? SLICES[s + 1] : 100);
            if (from > 0 && to > from) {
                parts.add(new Part(past.slice(0, from), past.slice(from, to)));
            }
        }
        return parts;
    }

    private static int cut(Interactions past, int percent) {
        return (int) ((long) past.size() * percent / 100);
    }

    /**
     * Where nothing comes before anything, all other users stand in the place of the past. So all rows are fitted on, and each state knows as
     * many as the last one does. Users are then taken one after the other: files without times often hold an item's rows together. With times
     * the folds are the same, and their rows stay in time.
     */
    static List<Part> ofUsers(Interactions all, long seed) {
        int[] place = places(all, seed);
        Interactions rows = all.untimed() == 0
                ? all
                : all.select(Order.grouped(all.size(), place.length, r -> place[all.user(r)])
                        .positions());
        List<Part> parts = new ArrayList<>();
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            Interactions known = rows.select(rows.rows(r -> place[rows.user(r)] % FOLDS != fold));
            Interactions held = rows.select(rows.rows(r -> place[rows.user(r)] % FOLDS == fold));
            if (known.size() > 0 && held.size() > 0) {
                parts.add(new Part(known, held));
            }
        }
        return parts;
    }

    /** By user with rows, its place in a random order of these. */
    private static int[] places(Interactions rows, long seed) {
        boolean[] present = rows.usersPresent();
        List<Integer> users = new ArrayList<>(IntStream.range(0, present.length)
                .filter(u -> present[u])
                .boxed()
                .toList());
        Collections.shuffle(users, new Random(seed));
        int[] place = new int[present.length];
        for (int k = 0; k < users.size(); k++) {
            place[users.get(k)] = k;
        }
        return place;
    }
}
