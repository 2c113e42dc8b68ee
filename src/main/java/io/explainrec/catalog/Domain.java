package io.explainrec.catalog;

import io.explainrec.platform.problem.Faults;
import java.util.Objects;
import java.util.UUID;

/**
 * A kind of item.
 *
 * @param name lower-case letters, digits and hyphens, 1 to 63 of them
 * @param title for people
 * @param likeThreshold liked = rating above it; null where the domain takes flags alone
 * @param ratingLow lowest rating; null where the domain takes flags alone
 * @param ratingHigh highest rating
 * @param demo whether it was generated
 */
public record Domain(
        UUID id, String name, String title, Float likeThreshold, Float ratingLow, Float ratingHigh, boolean demo) {
    /** What a caller may say of a domain. */
    public record Input(String title, Float likeThreshold, Float ratingLow, Float ratingHigh) {
        void check(Faults faults) {
            faults.requiredText("title", title, 200);
            boolean none = likeThreshold == null && ratingLow == null && ratingHigh == null;
            boolean all = likeThreshold != null && ratingLow != null && ratingHigh != null;
            faults.check(
                    none || all,
                    "likeThreshold",
                    "belongs together with ratingLow and ratingHigh; send all three, or none for a domain of flags");
            if (all) {
                faults.check(
                        Float.isFinite(ratingLow)
                                && Float.isFinite(ratingHigh)
                                && ratingLow <= likeThreshold
                                && likeThreshold < ratingHigh,
                        "likeThreshold",
                        "must lie between ratingLow and ratingHigh, below the latter");
            }
        }
    }

    /** Whether ratings mean the same here as there. */
    public boolean hasScaleOf(Input other) {
        return Objects.equals(likeThreshold, other.likeThreshold)
                && Objects.equals(ratingLow, other.ratingLow)
                && Objects.equals(ratingHigh, other.ratingHigh);
    }

    /** What its ratings mean, for people. */
    public String scale() {
        return likeThreshold == null
                ? "no ratings"
                : "ratings from " + ratingLow + " to " + ratingHigh + ", liked above " + likeThreshold;
    }

    static Domain of(DomainEntity entity) {
        return new Domain(
                entity.id,
                entity.name,
                entity.title,
                entity.likeThreshold,
                entity.ratingLow,
                entity.ratingHigh,
                entity.demo);
    }
}
