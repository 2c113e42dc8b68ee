package io.explainrec.knowledge;

/**
 * What a snapshot is built by; stored with it.
 *
 * @param floor people below whom nothing is said of a cell
 * @param falseDiscoveryRate share of findings that may be none
 * @param leastDifference a finding is a difference that is larger, 0 to 1
 * @param shrinkage people whose weight a parent's rate has
 * @param mostValues attribute values of a domain, those that most people have opinions on
 * @param sensitive whether people's demographics are used
 */
public record Rules(
        int floor,
        double falseDiscoveryRate,
        double leastDifference,
        double shrinkage,
        int mostValues,
        boolean sensitive) {
    /** The same, with demographics only where they are allowed now. */
    Rules with(boolean allowed) {
        return new Rules(floor, falseDiscoveryRate, leastDifference, shrinkage, mostValues, sensitive && allowed);
    }
}
