package io.explainrec.ml.fusion;

import java.util.List;
import java.util.Locale;

/**
 * Finds modalities that the fusion hardly looks at any more: a sign that training went wrong, or that the modality says
 * nothing.
 *
 * @param floor a mean weight below this is a collapse; above 0, below 1
 */
public record CollapseGuard(double floor) {
    public static final double DEFAULT_FLOOR = 0.05;

    public CollapseGuard {
        if (!(floor > 0 && floor < 1)) {
            throw new IllegalArgumentException("the floor is " + floor + "; expected a number above 0 and below 1");
        }
    }

    /**
     * A modality that collapsed, and what shows it.
     *
     * @param mean its mean weight
     * @param items that the mean is over
     */
    public record Finding(String modality, double mean, long items, double floor) {
        /** In plain words. */
        public String message() {
            return String.format(
                    Locale.ROOT,
                    "The modality '%s' has a mean weight of %.3f over %d items that have others too; expected at least %.2f.",
                    modality,
                    mean,
                    items,
                    floor);
        }
    }

    /** One finding per modality that collapsed, in the order of their names. */
    public List<Finding> findings(MeanWeights weights) {
        return weights.means().entrySet().stream()
                .filter(entry -> entry.getValue() < floor)
                .map(entry -> new Finding(entry.getKey(), entry.getValue(), weights.items(entry.getKey()), floor))
                .toList();
    }
}
