package io.explainrec.cli.fusion;

import io.explainrec.ml.fusion.fit.FusionCard;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A fusion for people: what it was made of, what it finds, and what weighs how much in which category. */
record FusionTable(FusionCard card) {
    /** Categories that are shown: those of the most items. */
    private static final int SHOWN = 25;

    void print(PrintWriter out) {
        out.printf("%s, vectors of length %d%n", card.name(), card.options().width());
        card.encoders()
                .forEach(encoder -> out.printf(
                        "  %-6s %s, vectors of length %d%n",
                        encoder.modality(), encoder.version(), encoder.dimension()));
        out.printf(
                Locale.ROOT,
                "  %s: %,d rows, %s%n  items %s%n",
                card.data().source(),
                card.data().rows(),
                card.data().split(),
                card.items());
        figures(out, "known", "What held-out people liked together, among items that were learned from");
        figures(out, "new", "The same, found among items that no learned pair has");
        weights(out);
        card.findings().forEach(finding -> out.println("Finding: " + finding));
    }

    private void figures(PrintWriter out, String kind, String title) {
        Map<String, Double> reciprocal = new TreeMap<>();
        card.reached().forEach((name, value) -> {
            if (name.startsWith(kind + ".") && name.endsWith(".mrr")) {
                reciprocal.put(name.substring(kind.length() + 1, name.length() - ".mrr".length()), value);
            }
        });
        if (!reciprocal.isEmpty()) {
            out.printf("%n%s%n%-28s %10s %10s%n", title, "", "recall@10", "MRR");
            reciprocal.forEach((name, value) -> out.printf(
                    Locale.ROOT,
                    "%-28s %10.4f %10.4f%n",
                    name,
                    card.reached().get(kind + "." + name + ".recall10"),
                    value));
        }
    }

    private void weights(PrintWriter out) {
        List<String> names =
                card.encoders().stream().map(FusionCard.Encoder::modality).toList();
        if (names.size() < 2) {
            return;
        }
        out.printf("%nMean weights of items that have several modalities%n%-34s %8s", "", "items");
        names.forEach(name -> out.printf(" %8s", name));
        out.println();
        card.modalities().stream()
                .sorted(Comparator.comparingLong(FusionCard.Weights::items).reversed())
                .limit(SHOWN)
                .forEach(weights -> {
                    out.printf(Locale.ROOT, "%-34s %,8d", weights.category(), weights.items());
                    names.forEach(name ->
                            out.printf(Locale.ROOT, " %8.3f", weights.means().getOrDefault(name, Double.NaN)));
                    out.println();
                });
    }
}
