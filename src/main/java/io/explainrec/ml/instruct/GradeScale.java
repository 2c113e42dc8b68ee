package io.explainrec.ml.instruct;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.fit.DataSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scale of ratings as grades from 1: whole or half steps from the least to the greatest rating.
 *
 * @param low the least rating
 * @param step 1 or 0.5
 * @param grades 2 to 20
 */
record GradeScale(double low, double step, int grades) {
    private static final int MOST = 20;
    private static final double NEAR = 1e-4;

    /** Of each domain whose ratings are such steps; a domain that was rated otherwise, or not at all, has none. */
    static Map<String, GradeScale> of(DataSet data) {
        Map<String, GradeScale> scales = new TreeMap<>();
        data.scales().forEach((domain, scale) -> {
            double step = step(data, domain, scale.low());
            double grades = (scale.high() - scale.low()) / step + 1;
            if (step > 0 && whole(grades) && grades >= 2 && grades <= MOST) {
                scales.put(domain, new GradeScale(scale.low(), step, (int) Math.round(grades)));
            }
        });
        return scales;
    }

    /** The widest step that all ratings of the domain are apart by; 0 where it is none. */
    private static double step(DataSet data, String domain, double low) {
        Interactions rows = data.interactions();
        double step = 1;
        for (int r = 0; r < rows.size(); r++) {
            double above = rows.rating(r) - low;
            boolean own = data.items().get(rows.item(r)).name().domain().equals(domain);
            if (own && !Double.isNaN(above)) {
                step = whole(above / step) ? step : whole(above * 2) ? 0.5 : 0;
                if (step == 0) {
                    break;
                }
            }
        }
        return step;
    }

    private static boolean whole(double value) {
        return Math.abs(value - Math.rint(value)) < NEAR;
    }

    /** The grade of a rating; null where there is none, or it is off the scale. */
    Integer grade(float rating) {
        double grade = (rating - low) / step + 1;
        return Float.isNaN(rating) || grade < 1 - NEAR || grade > grades + NEAR ? null : (int) Math.round(grade);
    }
}
