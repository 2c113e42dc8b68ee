package io.explainrec.ml.evidence;

import io.explainrec.ml.cf.RidgeRegression;
import io.explainrec.ml.evidence.LearnedOfUser.Residual;
import io.explainrec.ml.evidence.LearnedTables.Factors;
import java.util.List;

/**
 * The user's direction in each fit's space of factors: what the user's traits give, and what one ridge regression of the history's grades
 * adds to it (Koren, Bell and Volinsky, IEEE Computer 2009, equation 4, solved for one user).
 */
final class UserDirection {
    private final LearnedTables tables;
    private final List<Factors> fits;
    /** By fit, what the history adds, the level first; nulls without history. */
    private final double[][] ofHistory;
    /** By fit, all that is told; nulls where that is nothing. */
    private final double[][] directions;

    UserDirection(LearnedTables tables, Person person, List<Residual> history) {
        this.tables = tables;
        fits = tables.factors();
        ofHistory = new double[fits.size()][];
        directions = new double[fits.size()][];
        for (int f = 0; f < directions.length; f++) {
            double[] ofTraits = Learned.prior(fits.get(f), person);
            ofHistory[f] = history.isEmpty() ? null : added(fits.get(f), ofTraits, history);
            directions[f] = Boolean.TRUE.equals(tables.traitsTold()) ? sum(ofTraits, ofHistory[f]) : ofHistory[f];
        }
    }

    private static double[] added(Factors fit, double[] traits, List<Residual> history) {
        int width = fit.items()[0].length;
        double[] prior = traits == null ? new double[width] : traits;
        RidgeRegression regression = new RidgeRegression(width);
        regression.clear(new RidgeRegression.Ridge(fit.levelRidge(), fit.factorRidge()));
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

    /** Either may be null, and is then none of it. */
    private static double[] sum(double[] ofTraits, double[] ofHistory) {
        if (ofTraits == null || ofHistory == null) {
            return ofTraits == null ? ofHistory : ofTraits;
        }
        double[] sum = ofHistory.clone();
        for (int a = 0; a < sum.length; a++) {
            sum[a] += ofTraits[a];
        }
        return sum;
    }

    /** Mean over fits of the product with the item's factors; NaN where nothing is known of the user, or of the item. */
    double affinity(int item) {
        return affinity(directions, item);
    }

    /** The part of it that the history adds, likewise. */
    double affinityOfHistory(int item) {
        return affinity(ofHistory, item);
    }

    private double affinity(double[][] told, int item) {
        if (tables.grades()[item] == 0 && tables.attributesOf()[item].length == 0) {
            return Double.NaN;
        }
        double sum = 0;
        int n = 0;
        for (int f = 0; f < told.length; f++) {
            if (told[f] != null) {
                float[] q = fits.get(f).items()[item];
                for (int a = 1; a < q.length; a++) {
                    sum += told[f][a] * q[a];
                }
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
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
