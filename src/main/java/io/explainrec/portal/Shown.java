package io.explainrec.portal;

import io.explainrec.catalog.Item;
import java.time.Instant;
import java.util.List;

/**
 * An item as pages show it.
 *
 * @param retiredAt null while it is in the catalogue
 */
public record Shown(
        String domain,
        String externalId,
        String title,
        String text,
        boolean hasImage,
        Instant retiredAt,
        List<Attribute> attributes) {
    private static final int MOST = 6;

    /** A value that the item has, and the filter that finds all that have it. */
    public record Attribute(String value, String filter) {}

    static Shown of(Item item) {
        return new Shown(
                item.domain(),
                item.externalId(),
                item.title(),
                item.text(),
                item.hasImage(),
                item.retiredAt(),
                item.attributes().entrySet().stream()
                        .flatMap(entry -> entry.getValue().stream()
                                .map(value -> new Attribute(value, entry.getKey() + "=" + value)))
                        .limit(MOST)
                        .toList());
    }
}
