package io.explainrec.recommend;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of recommendations: UUID version 7 (RFC 9562), whose time leads to the month that the record lies in. */
public final class RecommendationIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RecommendationIds() {}

    /** The next id at this time. */
    public static UUID next(Instant now) {
        long high = now.toEpochMilli() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The millisecond that the id was made in. */
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
