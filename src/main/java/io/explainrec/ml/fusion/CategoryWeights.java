package io.explainrec.ml.fusion;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Mean weights of modalities per category of items: whether pictures weigh more for dresses than for books. */
public final class CategoryWeights {
    private final SortedMap<String, MeanWeights> categories = new TreeMap<>();

    /** Counts an item in each of its categories, once. */
    public void add(Collection<String> itsCategories, FusedItem item) {
        for (String category : Set.copyOf(itsCategories)) {
            categories.computeIfAbsent(category, name -> new MeanWeights()).add(item);
        }
    }

    /** The categories in the order of their names. */
    public SortedMap<String, MeanWeights> byCategory() {
        return Collections.unmodifiableSortedMap(categories);
    }
}
