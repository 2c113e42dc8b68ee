package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusionConfig;
import io.explainrec.ml.fusion.fit.CoLikeRanking.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a fusion finds what held-out people liked together, beside each modality's own vectors, and beside itself where a modality
 * is missing: {@code known.} of items that it learned from, {@code new.} of items that it did not, {@code .recall10} and {@code .mrr}.
 */
public final class FusionFigures {
    private FusionFigures() {}

    /** The figures by name, as {@code new.fused.mrr}; a kind without pairs has none. */
    public static Map<String, Double> of(AttentionFusion fusion, List<Map<String, float[]>> features, CoLikes coLikes) {
        Map<String, Double> figures = new TreeMap<>();
        FusionConfig config = fusion.config();
        add("fused", FusionTraining.vectors(FusionTraining.fuse(fusion, features)), coLikes, figures);
        for (String modality : config.names()) {
            add(modality, features.stream().map(own -> own.get(modality)).toArray(float[][]::new), coLikes, figures);
            if (config.names().size() > 1) {
                List<Map<String, float[]>> without = without(modality, features);
                add(
                        "fused-without-" + modality,
                        FusionTraining.vectors(FusionTraining.fuse(fusion, without)),
                        coLikes,
                        figures);
            }
        }
        return figures;
    }

    private static List<Map<String, float[]>> without(String modality, List<Map<String, float[]>> features) {
        List<Map<String, float[]>> left = new ArrayList<>();
        for (Map<String, float[]> own : features) {
            Map<String, float[]> others = new HashMap<>(own);
            others.remove(modality);
            left.add(others);
        }
        return left;
    }

    private static void add(String name, float[][] vectors, CoLikes coLikes, Map<String, Double> figures) {
        for (boolean fresh : new boolean[] {false, true}) {
            List<CoLikes.Pair> pairs = fresh ? coLikes.fresh() : coLikes.known();
            if (!pairs.isEmpty()) {
                Found found = CoLikeRanking.of(vectors, pairs, item -> coLikes.isNew(item) == fresh);
                String prefix = (fresh ? "new." : "known.") + name;
                figures.put(prefix + ".recall10", found.recall());
                figures.put(prefix + ".mrr", found.reciprocal());
            }
        }
    }
}
