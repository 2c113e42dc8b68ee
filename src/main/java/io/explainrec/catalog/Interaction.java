package io.explainrec.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.explainrec.platform.problem.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One event: a user liked or disliked an item.
 *
 * @param rating null where a flag was given
 * @param reasons why, as far as it is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Interaction(
        UUID id,
        String namespace,
        String user,
        String domain,
        String item,
        String title,
        boolean liked,
        Float rating,
        Instant occurredAt,
        List<Reason> reasons) {
    /** Who a reason comes from. */
    public enum Provenance {
        STATED,
        DERIVED,
        TEACHER;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Provenance of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Why. Its time may be later than the event's.
     *
     * @param author the larger model that wrote it; null unless provenance is TEACHER
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reason(String text, Provenance provenance, String author, Instant at) {
        void check(Faults faults) {
            faults.requiredText("reason.text", text, 2000);
            boolean teacher = provenance == Provenance.TEACHER;
            faults.check(
                    teacher == (author != null),
                    "reason.author",
                    "names the model of a TEACHER's reason, and of no other");
            faults.text("reason.author", author, 200);
        }
    }

    /**
     * What a caller may say of an event.
     *
     * @param liked or {@code rating}; where both are given they must agree
     * @param occurredAt null for now
     * @param idempotencyKey makes a repeated write give the first answer; kept seven days
     */
    public record Input(
            String namespace,
            String user,
            String domain,
            String item,
            Boolean liked,
            Float rating,
            Instant occurredAt,
            Reason reason,
            String idempotencyKey) {
        private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

        public Input {
            namespace = namespace == null ? User.DEFAULT_NAMESPACE : namespace;
        }

        Input withKey(String key) {
            return key == null
                    ? this
                    : new Input(namespace, user, domain, item, liked, rating, occurredAt, reason, key);
        }

        /** Notes every field that is wrong by itself; {@link #verdict} and the item need the database. */
        public void check(Faults faults, Instant now) {
            faults.id("namespace", namespace)
                    .id("user", user)
                    .id("domain", domain)
                    .id("item", item);
            faults.check(liked != null || rating != null, "liked", "is missing; send liked (true or false) or rating");
            checkTime(faults, "occurredAt", occurredAt, now);
            if (reason != null) {
                reason.check(faults);
                checkTime(faults, "reason.at", reason.at(), now);
            }
            if (idempotencyKey != null) {
                faults.id("idempotencyKey", idempotencyKey);
            }
        }

        /** The verdict by flag or by the domain's threshold. */
        public boolean verdict(Faults faults, Domain domain) {
            if (rating == null) {
                return Boolean.TRUE.equals(liked);
            }
            if (domain.likeThreshold() == null) {
                faults.check(
                        false,
                        "rating",
                        "the domain '" + domain.name()
                                + "' takes no ratings; send liked, or give the domain a scale first: ratingLow, ratingHigh and likeThreshold by"
                                + " PUT /api/v1/domains/" + domain.name());
                return false;
            }
            faults.number("rating", rating.doubleValue(), domain.ratingLow(), domain.ratingHigh());
            boolean verdict = rating > domain.likeThreshold();
            faults.check(
                    liked == null || liked == verdict,
                    "liked",
                    "contradicts the rating: the domain's threshold is " + domain.likeThreshold()
                            + "; send one of them");
            return verdict;
        }

        static void checkTime(Faults faults, String field, Instant time, Instant now) {
            faults.check(isTime(time, now), field, "is " + time + "; expected a time from 1970 to now");
        }

        /** Whether something can have been then: from 1970 to now, or a day later where clocks differ; null is as good. */
        public static boolean isTime(Instant time, Instant now) {
            return time == null || !time.isBefore(Instant.EPOCH) && time.isBefore(now.plus(CLOCKS_DIFFER));
        }
    }
}
