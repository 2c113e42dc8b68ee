package io.explainrec.ml.instruct;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Opinion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What everybody said of each item, as it stood at any second of the past. */
final class Opinions {
    private final List<Counts> items = new ArrayList<>();
    private final Map<String, Counts> domains = new HashMap<>();
    private final Map<Long, Boolean> verdicts = new HashMap<>();
    private final Interactions all;

    /** Running counts, one entry for each change. */
    private static final class Counts {
        private final List<long[]> changes = new ArrayList<>();

        void add(long second, int likes, int count) {
            long[] last = changes.isEmpty() ? new long[3] : changes.getLast();
            changes.add(new long[] {second, last[1] + likes, last[2] + count});
        }

        /** Likes and verdicts of strictly earlier seconds. */
        int[] before(long second) {
            int low = 0;
            int high = changes.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (changes.get(middle)[0] < second) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? new int[2] : new int[] {(int) changes.get(low - 1)[1], (int) changes.get(low - 1)[2]};
        }
    }

    /** Of parts of one data set that follow each other in time. */
    Opinions(Interactions... parts) {
        all = parts[0];
        for (int i = 0; i < all.items(); i++) {
            items.add(new Counts());
        }
        for (Interactions part : parts) {
            for (int r = 0; r < part.size(); r++) {
                add(part, r);
            }
        }
    }

    private void add(Interactions rows, int r) {
        int item = rows.item(r);
        Boolean before = verdicts.put(verdict(rows.user(r), item), rows.liked(r));
        int likes = (rows.liked(r) ? 1 : 0) - (Boolean.TRUE.equals(before) ? 1 : 0);
        int count = before == null ? 1 : 0;
        long second = timed() ? rows.second(r) : 0;
        items.get(item).add(second, likes, count);
        domains.computeIfAbsent(rows.itemDomain(item), d -> new Counts()).add(second, likes, count);
    }

    private boolean timed() {
        return all.untimed() == 0;
    }

    private long verdict(int user, int item) {
        return (long) item * all.users() + user;
    }

    /** Before a second; where there are no times, of all but the user's own verdict. */
    Opinion before(long second, int user, int item) {
        if (timed()) {
            return of(item, second);
        }
        Opinion all = newest(item);
        Boolean own = verdicts.get(verdict(user, item));
        return own == null ? all : all.without(own);
    }

    /** Of all that is known. */
    Opinion newest(int item) {
        return of(item, Long.MAX_VALUE);
    }

    private Opinion of(int item, long second) {
        int[] own = items.get(item).before(second);
        int[] ofDomain =
                domains.getOrDefault(all.itemDomain(item), new Counts()).before(second);
        return Opinion.of(own[0], own[1], ofDomain[0], ofDomain[1]);
    }
}
