package io.explainrec.ml.fusion;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Mean weight of each modality over items. An item counts where there was a choice: with one modality alone the weight is 1
 * whatever was learned. A modality's mean is over the items that have it. Not for several threads at once.
 */
public final class MeanWeights {
    private static final class Sum {
        private double weights;
        private long items;
    }

    private final SortedMap<String, Sum> sums = new TreeMap<>();
    private long items;

    /** Counts an item, where it has two modalities or more. */
    public void add(FusedItem item) {
        if (item.weights().size() < 2) {
            return;
        }
        items++;
        item.weights().forEach((modality, weight) -> {
            Sum sum = sums.computeIfAbsent(modality, name -> new Sum());
            sum.weights += weight;
            sum.items++;
        });
    }

    /** Items that counted. */
    public long items() {
        return items;
    }

    /** Items that counted and have the modality. */
    public long items(String modality) {
        Sum sum = sums.get(modality);
        return sum == null ? 0 : sum.items;
    }

    /** Mean weights by modality, 0 to 1, in the order of their names; one that no item has that counted is left out. */
    public SortedMap<String, Double> means() {
        SortedMap<String, Double> means = new TreeMap<>();
        for (Map.Entry<String, Sum> entry : sums.entrySet()) {
            means.put(entry.getKey(), entry.getValue().weights / entry.getValue().items);
        }
        return means;
    }
}
