package io.explainrec.ml.cf;

import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * For each ordered pair of domains, a linear map from a user's level and factors as folded in from the one to those from the other
 * (EMCDR, Man et al., IJCAI 2017, section 3.3), learned from users of both. Factors are of one joint space, so that what is learned is
 * how the map differs from the identity: {@code y = x + W [1, x]}, the rows weighted by what is known of y. Of the ridges on factors,
 * the one that tells users best who are left out.
 */
final class DomainMaps {
    /** Users of both domains, below which there is no map. */
    static final int LEAST_SHARED = 50;

    private static final double LEVEL_RIDGE = 1;
    /** Events there at which a user counts half of one who is known for sure. */
    private static final double HALF_KNOWN = 5;

    private static final double[] FACTOR_RIDGES = {0.1, 1, 10, 100, 1e6};

    /** By domain that is known, then domain that is not; null where too few know both. */
    private final LinearMap[][] maps;

    private DomainMaps(LinearMap[][] maps) {
        this.maps = maps;
    }

    /**
     * @param histories by domain
     */
    static DomainMaps of(BiasedFactors factors, Histories[] histories) {
        LinearMap[][] maps = new LinearMap[histories.length][histories.length];
        for (int from = 0; from < maps.length; from++) {
            for (int to = 0; to < maps.length; to++) {
                maps[from][to] = from == to ? null : map(factors, histories[from], histories[to]);
            }
        }
        return new DomainMaps(maps);
    }

    private static LinearMap map(BiasedFactors factors, Histories from, Histories to) {
        int[] shared = IntStream.range(0, from.users())
                .filter(u -> from.size(u) > 0 && to.size(u) > 0)
                .toArray();
        if (shared.length < LEAST_SHARED) {
            return null;
        }
        BiasedFactors.Regression regression = factors.regression();
        double[][] x = new double[shared.length][];
        double[][] change = new double[shared.length][];
        double[] known = new double[shared.length];
        for (int k = 0; k < shared.length; k++) {
            double[] here = factors.foldIn(from, shared[k], regression);
            double[] there = factors.foldIn(to, shared[k], regression);
            x[k] = regressors(here);
            change[k] = IntStream.range(0, here.length)
                    .mapToDouble(a -> there[a] - here[a])
                    .toArray();
            known[k] = to.size(shared[k]) / (to.size(shared[k]) + HALF_KNOWN);
        }
        return DoubleStream.of(FACTOR_RIDGES)
                .mapToObj(ridge -> LinearMap.fit(x, change, known, ridges(x[0].length, ridge)))
                .reduce((a, b) -> b.leftOut() < a.leftOut() ? b : a)
                .orElseThrow();
    }

    private static double[] ridges(int width, double factors) {
        return IntStream.range(0, width)
                .mapToDouble(a -> a < 2 ? LEVEL_RIDGE : factors)
                .toArray();
    }

    /** {@code [1, x]}. */
    private static double[] regressors(double[] user) {
        return DoubleStream.concat(DoubleStream.of(1), DoubleStream.of(user)).toArray();
    }

    /** What a user is expected to be in a domain who is known from another; empty where too few know both. */
    Optional<double[]> mapped(double[] user, int from, int to) {
        if (maps[from][to] == null) {
            return Optional.empty();
        }
        double[] mapped = maps[from][to].of(regressors(user));
        for (int a = 0; a < mapped.length; a++) {
            mapped[a] += user[a];
        }
        return Optional.of(mapped);
    }
}
