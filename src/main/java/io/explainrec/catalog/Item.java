package io.explainrec.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.explainrec.platform.problem.Faults;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An item of a domain.
 *
 * @param externalId the id that the shop knows it by
 * @param text description; empty where there is none
 * @param attributes values by name, for example genre: [Drama, War]
 * @param imageUrl as the shop gave it; never fetched
 * @param hasImage whether a picture was uploaded
 * @param retiredAt since when it is not in the catalogue; null while it is
 */
public record Item(
        UUID id,
        String domain,
        String externalId,
        String title,
        String text,
        Map<String, List<String>> attributes,
        String imageUrl,
        boolean hasImage,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant retiredAt) {
    private static final int LONGEST_TITLE = 500;
    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_VALUES = 50;

    /** What a caller may say of an item; {@code id} is read in bulk only, where no path names it. */
    public record Input(String id, String title, String text, Map<String, List<String>> attributes, String imageUrl) {
        public Input {
            text = text == null ? "" : text;
            attributes = attributes == null ? Map.of() : new TreeMap<>(attributes);
        }

        void check(Faults faults) {
            faults.requiredText("title", title, LONGEST_TITLE);
            faults.text("text", text, LONGEST_TEXT);
            faults.check(
                    attributes.size() <= MOST_VALUES,
                    "attributes",
                    "has " + attributes.size() + " names; expected at most " + MOST_VALUES);
            attributes.forEach((name, values) -> {
                String field =
                        "attributes." + (name.length() <= LONGEST_VALUE ? name : name.substring(0, LONGEST_VALUE));
                faults.requiredText(field, name, LONGEST_VALUE);
                if (values == null || values.size() > MOST_VALUES) {
                    faults.check(false, field, "must be a list of at most " + MOST_VALUES + " values");
                    return;
                }
                values.forEach(value -> faults.requiredText(field, value, LONGEST_VALUE));
            });
            if (imageUrl != null) {
                faults.text("imageUrl", imageUrl, 2000);
                faults.check(isWebAddress(imageUrl), "imageUrl", "must be an http or https address");
            }
        }

        private static boolean isWebAddress(String text) {
            try {
                String scheme = URI.create(text).getScheme();
                return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    static Item of(ItemEntity entity, boolean hasImage) {
        return new Item(
                entity.id,
                entity.domain.name,
                entity.externalId,
                entity.title,
                entity.text,
                entity.attributes,
                entity.imageUrl,
                hasImage,
                entity.retiredAt);
    }
}
