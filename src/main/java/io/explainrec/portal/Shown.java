package io.explainrec.portal;

import io.explainrec.catalog.Item;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An item as pages show it. */
public record Shown(
        String domain,
        String externalId,
        String encodedId,
        String title,
        String text,
        boolean hasImage,
        List<String> values) {
    private static final int MOST_VALUES = 6;

    static Shown of(Item item) {
        return new Shown(
                item.domain(),
                item.externalId(),
                encoded(item.externalId()),
                item.title(),
                item.text(),
                item.hasImage(),
                item.attributes().values().stream()
                        .flatMap(List::stream)
                        .limit(MOST_VALUES)
                        .toList());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
}
