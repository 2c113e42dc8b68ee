package io.explainrec.ml.eval;

/**
 * Items without a past: a tenth of the items, by hash of their id, is taken out of what is learned from, and the test rows of
 * just these items are scored.
 */
public record NewItems(Interactions past, Interactions test) {
    private static final int ONE_IN = 10;

    public static NewItems of(Interactions past, Interactions test) {
        boolean[] isNew = new boolean[past.items()];
        for (int i = 0; i < isNew.length; i++) {
            isNew[i] = HashFold.of(past.itemName(i), ONE_IN) == 0;
        }
        return new NewItems(only(past, isNew, false), only(test, isNew, true));
    }

    private static Interactions only(Interactions rows, boolean[] flags, boolean wanted) {
        boolean[] kept = new boolean[rows.size()];
        for (int r = 0; r < kept.length; r++) {
            kept[r] = flags[rows.item(r)] == wanted;
        }
        return rows.select(kept);
    }
}
