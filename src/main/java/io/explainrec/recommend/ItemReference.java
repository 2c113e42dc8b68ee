package io.explainrec.recommend;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An item as a shop names it.
 *
 * @param domain null in records that are older than this, as is the title
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemReference(String domain, String id, String title) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public ItemReference {}

    /** As older records name an item. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ItemReference of(String id) {
        return new ItemReference(null, id, null);
    }
}
