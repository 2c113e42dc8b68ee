package io.explainrec.ml.evidence;

import io.explainrec.ml.cf.HybridFactors;
import io.explainrec.ml.cf.RidgeRegression;
import io.explainrec.ml.evidence.LearnedOfUser.Residual;
import io.explainrec.ml.evidence.LearnedTables.Factors;
import java.util.List;

/**
 * The user's own direction in each fit's space of factors: one ridge regression of the history's grades around what the user's
 * traits give (Koren, Bell and Volinsky, IEEE Computer 2009, equation 4, solved for one user).
 */
final class FoldedFactors {
    private final List<Factors> fits;
    /** By fit; null where there is no history. */
    private final double[][] directions;

    FoldedFactors(LearnedTables tables, Person person, List<Residual> history) {
        fits = tables.factors();
        directions = history.isEmpty() ? null : new double[fits.size()][];
        for (int f = 0; directions != null && f < directions.length; f++) {
            directions[f] = direction(fits.get(f), person, history);
        }
    }

    private static double[] direction(Factors fit, Person person, List<Residual> history) {
        double[] prior = Learned.prior(fit, person);
        int width = fit.items()[0].length;
        prior = prior == null ? new double[width] : prior;
        RidgeRegression regression = new RidgeRegression(width);
        regression.clear(new HybridFactors.Ridge(fit.levelRidge(), fit.factorRidge()));
        double[] x = new double[width];
        for (Residual event : history) {
            float[] item = fit.items()[event.item()];
            double rest = event.grade() - fit.mean() - item[0] - prior[0];
            for (int a = 1; a < width; a++) {
                x[a] = item[a];
                rest -= prior[a] * x[a];
            }
            regression.add(x, rest);
        }
        double[] solution = new double[width];
        regression.solve(solution);
        return solution;
    }

    /** Mean over fits of the product with the item's factors; NaN without history, or where nothing is known of the item. */
    double affinity(int item) {
        if (directions == null) {
            return Double.NaN;
        }
        double sum = 0;
        boolean known = false;
        for (int f = 0; f < directions.length; f++) {
            float[] q = fits.get(f).items()[item];
            for (int a = 1; a < q.length; a++) {
                sum += directions[f][a] * q[a];
                known |= q[a] != 0;
            }
        }
        return known ? sum / directions.length : Double.NaN;
    }

    /** Mean product of two items' factors. */
    double closeness(int item, int other) {
        double sum = 0;
        for (Factors fit : fits) {
            for (int a = 1; a < fit.items()[item].length; a++) {
                sum += (double) fit.items()[item][a] * fit.items()[other][a];
            }
        }
        return sum / fits.size();
    }
}
