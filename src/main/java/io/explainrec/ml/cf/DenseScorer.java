package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Optional;

/** A scorer that keeps a number for each pair of items, see {@link SquareOfItems}. */
interface DenseScorer extends Scorer {
    @Override
    default Optional<String> obstacle(Interactions data) {
        return SquareOfItems.obstacle(data);
    }

    @Override
    default boolean alone() {
        return true;
    }
}
