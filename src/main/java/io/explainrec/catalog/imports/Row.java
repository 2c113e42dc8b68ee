package io.explainrec.catalog.imports;

import io.explainrec.catalog.Item;
import io.explainrec.catalog.Picture;
import io.explainrec.catalog.User;
import java.io.IOException;
import java.time.Instant;

/** One row of a source, with where it stands there. */
public sealed interface Row {
    Origin origin();

    /** The user whose row it is, by the source's id; null where it is nobody's. */
    default String user() {
        return null;
    }

    /**
     * Where a row stands.
     *
     * @param part the file
     * @param line counted from 1
     * @param excerpt the row as it was read, cut short; kept only where it is refused
     */
    record Origin(String part, long line, String excerpt) {}

    /**
     * An item, and its picture where the source has one.
     *
     * @param domain one of {@link ImportSource#domains()}; null for the source's own
     */
    record OfItem(Origin origin, String domain, String id, Item.Input item, PictureSource picture) implements Row {
        /** An item of the source's own domain. */
        public OfItem(Origin origin, String id, Item.Input item, PictureSource picture) {
            this(origin, null, id, item, picture);
        }
    }

    /** A user. */
    record OfUser(Origin origin, String id, User.Input demographics) implements Row {
        @Override
        public String user() {
            return id;
        }
    }

    /**
     * An event.
     *
     * @param domain one of {@link ImportSource#domains()}; null for the source's own
     * @param liked null where a rating says it
     * @param rating null where a flag says it
     * @param reason stated by the user; null where none is known
     */
    record OfInteraction(
            Origin origin,
            String domain,
            String user,
            String item,
            Boolean liked,
            Float rating,
            Instant at,
            String reason)
            implements Row {
        /** An event on an item of the source's own domain. */
        public OfInteraction(
                Origin origin, String user, String item, Boolean liked, Float rating, Instant at, String reason) {
            this(origin, null, user, item, liked, rating, at, reason);
        }
    }

    /**
     * A row that is not taken.
     *
     * @param user whose row it is; null where it is nobody's, or not known
     */
    record Refused(Origin origin, String field, String message, String user) implements Row {
        /** A row of nobody. */
        Refused(Origin origin, String field, String message) {
            this(origin, field, message, null);
        }
    }

    /** Reads a picture when it is its turn, so that never more than one is in memory. */
    @FunctionalInterface
    interface PictureSource {
        Picture read() throws IOException;
    }
}
