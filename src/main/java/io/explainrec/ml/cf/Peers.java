package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.eval.ScorerNames;
import java.time.Duration;
import java.util.List;

/** The simple scorers that stand beside anything that is evaluated. */
public final class Peers {
    /** Half of a like's weight in recent popularity is gone after this time. */
    public static final Duration HALF_LIFE = Duration.ofDays(14);

    private Peers() {}

    /** All of them; the factors start from the seed. */
    public static List<Scorer> all(long seed) {
        // Chosen by AUC on MovieLens 100K's validation slice, where 12 to 30 epochs lie within 0.001 of each other.
        var logistic = new LogisticFactorisation.Options(32, 0.03, 12, 0.01, seed);
        BiasedFactors.Options factors = BiasedFactors.Options.usual(seed);
        Scorer ratings = new Counts("popularity-ratings", false, 1);
        Scorer users = new Means("user-mean", true, false);
        Scorer items = new Means(ScorerNames.ITEM_MEAN, false, true);
        Scorer neighbours = new SignedNeighbours("item-knn");
        Scorer factorisation = new LogisticFactorisation(ScorerNames.MF, logistic);
        return List.of(
                ratings,
                new Counts("popularity", true, 1),
                new Counts("popularity-recent", true, 0.1),
                new DecayedPopularity(ScorerNames.POPULARITY_DECAY, HALF_LIFE),
                users,
                items,
                new Means("user-item-mean", true, true),
                neighbours,
                new CosineNeighbours("item-cosine", 100),
                factorisation,
                new FoldedFactors("mf-item-bias", factors, FoldedFactors.Part.ITEM),
                new FoldedFactors("mf-foldin", factors, FoldedFactors.Part.FACTORS),
                new FoldedFactors(ScorerNames.MF_FOLDIN_OFFSET, factors, FoldedFactors.Part.OFFSET),
                new MappedFactors("mf-mapped", factors),
                new ImplicitAls("implicit-als", ImplicitAls.Options.usual(seed)),
                new Ease("ease", 250),
                new Ensemble("ensemble", List.of(users, items, ratings, neighbours, factorisation)));
    }
}
