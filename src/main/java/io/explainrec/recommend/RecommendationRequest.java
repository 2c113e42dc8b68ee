package io.explainrec.recommend;

import io.explainrec.catalog.User;
import io.explainrec.platform.problem.Faults;
import java.util.List;
import java.util.Map;

/**
 * What a shop asks.
 *
 * @param user null only in mode non-profiled
 * @param count how many items, 1 to 100; 10 where it is not given
 * @param filters attribute values that items must have
 * @param candidates ids of items to choose from; null for the whole domain
 * @param mode {@code profiled} (default) or {@code non-profiled}, which uses nothing about the person
 * @param explain whether evidence and contributions are in the answer; true where it is not given
 */
public record RecommendationRequest(
        String namespace,
        String user,
        String domain,
        Integer count,
        Map<String, String> filters,
        List<String> candidates,
        String mode,
        Boolean explain) {
    private static final int MOST = 100;
    private static final int MOST_CANDIDATES = 1000;

    public RecommendationRequest {
        namespace = namespace == null ? User.DEFAULT_NAMESPACE : namespace;
        count = count == null ? 10 : count;
        filters = filters == null ? Map.of() : filters;
        mode = mode == null ? "profiled" : mode;
        explain = explain == null || explain;
    }

    /** Whether the person's data may be used. */
    boolean profiled() {
        return mode.equals("profiled");
    }

    void check() {
        Faults faults = new Faults().id("domain", domain);
        faults.check(
                mode.equals("profiled") || mode.equals("non-profiled"),
                "mode",
                "is '" + mode + "'; expected profiled or non-profiled");
        if (profiled()) {
            faults.id("namespace", namespace).id("user", user);
        }
        faults.check(count >= 1 && count <= MOST, "count", "is " + count + "; expected 1 to " + MOST);
        faults.check(filters.size() <= 20, "filters", "has " + filters.size() + " entries; expected at most 20");
        filters.forEach(
                (name, value) -> faults.requiredText("filters", name, 200).requiredText("filters." + name, value, 200));
        if (candidates != null) {
            faults.check(
                    !candidates.isEmpty() && candidates.size() <= MOST_CANDIDATES,
                    "candidates",
                    "has " + candidates.size() + " ids; expected 1 to " + MOST_CANDIDATES);
            candidates.forEach(id -> faults.id("candidates", id));
        }
        faults.throwIfAny();
    }
}
