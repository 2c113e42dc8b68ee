package io.explainrec.portal;

import static java.util.Map.entry;

import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.Decision.Contribution;
import io.explainrec.ml.evidence.EvidenceSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A head's decision as bars from its base over each contribution to its logit. Positions are of a drawing 520 wide.
 *
 * @param finding what the bars say, in a sentence
 * @param zero where 0 lies
 * @param silent what had nothing to say, or no weight
 */
public record Waterfall(String title, String finding, int height, String zero, List<Bar> bars, String silent) {
    private static final int LEFT = 200;
    private static final int WIDTH = 250;
    private static final int ROW = 22;

    /** What sources are called for people. */
    private static final Map<EvidenceSource, String> LABELS = new EnumMap<>(Map.ofEntries(
            entry(EvidenceSource.USER_BIAS, "their own level"),
            entry(EvidenceSource.ITEM_BIAS, "liked in general"),
            entry(EvidenceSource.POPULARITY, "liked by many"),
            entry(EvidenceSource.RECENT_POPULARITY, "liked lately"),
            entry(EvidenceSource.RECENT_ATTENTION, "talked of lately"),
            entry(EvidenceSource.NOVELTY, "new and liked"),
            entry(EvidenceSource.EXPLORATION, "few have judged it"),
            entry(EvidenceSource.GROUP, "people like them"),
            entry(EvidenceSource.NEIGHBOURS, "liked together"),
            entry(EvidenceSource.CONTENT, "close to what they liked"),
            entry(EvidenceSource.LLM, "language model"),
            entry(EvidenceSource.USER_LEVEL, "how they grade"),
            entry(EvidenceSource.CARRIED_LEVEL, "how they grade elsewhere"),
            entry(EvidenceSource.MOOD, "their last verdicts"),
            entry(EvidenceSource.GROUP_LEVEL, "how people like them grade"),
            entry(EvidenceSource.ITEM_LEVEL, "graded highly"),
            entry(EvidenceSource.EXPECTED_LEVEL, "its kind is graded highly"),
            entry(EvidenceSource.ALIKE, "people alike think well of it"),
            entry(EvidenceSource.ALIKE_POPULARITY, "people alike take it up"),
            entry(EvidenceSource.FACTORS, "fits their taste"),
            entry(EvidenceSource.GRADED_ALIKE, "like what they graded highly"),
            entry(EvidenceSource.CO_LIKED, "liked by who likes the same"),
            entry(EvidenceSource.ATTRIBUTES, "of kinds they like"),
            entry(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, "kinds their group likes"),
            entry(EvidenceSource.CROSS_DOMAIN_KNOWLEDGE, "kinds their other likes suggest"),
            entry(EvidenceSource.TEMPORAL_KNOWLEDGE, "kinds liked at this time")));

    /**
     * One bar.
     *
     * @param source as the API names it; null for the base and the sum
     * @param kind {@code up}, {@code down} or {@code sum}
     * @param sum how the value comes about; null for the base and the sum
     */
    public record Bar(
            String label,
            String source,
            String kind,
            String x,
            String width,
            int y,
            int textY,
            String value,
            Sum sum) {}

    /** {@code contribution = weight (says - usual)}. */
    public record Sum(String says, String usual, String weight) {
        static Sum of(Contribution c) {
            return new Sum(signed(c.value()), signed(c.centre()), String.format(Locale.ROOT, "%.3f", c.weight()));
        }
    }

    /**
     * One step.
     *
     * @param part null for the base and the sum
     */
    private record Step(String label, double from, double to, Contribution part) {}

    static Waterfall of(String title, Decision decision) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("base", 0, decision.base(), null));
        double at = decision.base();
        for (Contribution part : moving(decision)) {
            steps.add(new Step(LABELS.get(part.source()), at, at + part.contribution(), part));
            at += part.contribution();
        }
        steps.add(new Step("sum (log-odds)", 0, decision.logit(), null));
        double low = steps.stream()
                .mapToDouble(s -> Math.min(s.from(), s.to()))
                .min()
                .orElse(0);
        double high = steps.stream()
                .mapToDouble(s -> Math.max(s.from(), s.to()))
                .max()
                .orElse(0);
        double scale = WIDTH / Math.max(high - low, 1e-9);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            double x = LEFT + (Math.min(step.from(), step.to()) - low) * scale;
            double width = Math.max(1, Math.abs(step.to() - step.from()) * scale);
            boolean whole = step.part() == null;
            String kind = whole ? "sum" : step.to() >= step.from() ? "up" : "down";
            double value = whole ? step.to() : step.part().contribution();
            bars.add(new Bar(
                    step.label(),
                    whole ? null : step.part().source().id(),
                    kind,
                    number(x),
                    number(width),
                    i * ROW + 3,
                    i * ROW + 15,
                    signed(value),
                    whole ? null : Sum.of(step.part())));
        }
        int height = (steps.size() + 1) * ROW;
        return new Waterfall(title, finding(decision), height, number(LEFT - low * scale), bars, silent(decision));
    }

    /** Where the line at 0 ends, above its label. */
    public int axisEnd() {
        return height - ROW;
    }

    public int unitY() {
        return height - 6;
    }

    /** What moved the logit. */
    private static List<Contribution> moving(Decision decision) {
        return decision.contributions().stream()
                .filter(part -> part.contribution() != 0)
                .toList();
    }

    /** What had nothing to say, or no weight. */
    private static String silent(Decision decision) {
        return decision.contributions().stream()
                .filter(part -> part.contribution() == 0)
                .map(part -> LABELS.get(part.source()))
                .collect(Collectors.joining(", "));
    }

    private static String finding(Decision decision) {
        return moving(decision).stream()
                .max(Comparator.comparingDouble(part -> Math.abs(part.contribution())))
                .map(part -> "“" + LABELS.get(part.source()) + "”"
                        + (part.contribution() > 0 ? " lifts" : " lowers") + " it most, by "
                        + signed(part.contribution()) + " log-odds; all together give " + signed(decision.logit())
                        + ".")
                .orElse("Nothing moves it from its base.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }
}
