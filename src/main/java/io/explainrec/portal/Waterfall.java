package io.explainrec.portal;

import io.explainrec.recommend.RecommendationAnswer.Head;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A head's decision as bars from its base over each contribution to its logit. Positions are of a drawing 520 wide.
 *
 * @param finding what the bars say, in a sentence
 * @param zero where 0 lies
 */
public record Waterfall(String title, String finding, int height, String zero, List<Bar> bars) {
    private static final int LEFT = 150;
    private static final int WIDTH = 290;
    private static final int ROW = 22;

    /** What sources are called for people; the API's name where a source has none. */
    private static final Map<String, String> LABELS = Map.of(
            "user-bias", "their own level",
            "item-bias", "liked in general",
            "recent-popularity", "liked lately",
            "group", "people like them",
            "neighbours", "liked together",
            "content", "close in theme",
            "llm", "language model");

    /**
     * One bar.
     *
     * @param source as the API names it; null for the base and the sum
     * @param kind {@code up}, {@code down} or {@code sum}
     */
    public record Bar(
            String label, String source, String kind, String x, String width, int y, int textY, String value) {}

    private record Step(String label, double from, double to, boolean sum) {}

    static Waterfall of(String title, Head head) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("base", 0, head.base(), true));
        double at = head.base();
        for (Map.Entry<String, Double> contribution : head.contributions().entrySet()) {
            if (contribution.getValue() != 0) {
                steps.add(new Step(contribution.getKey(), at, at + contribution.getValue(), false));
                at += contribution.getValue();
            }
        }
        steps.add(new Step("sum (log-odds)", 0, head.logit(), true));
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
            String kind = step.sum() ? "sum" : step.to() >= step.from() ? "up" : "down";
            double value = step.sum() ? step.to() : step.to() - step.from();
            bars.add(new Bar(
                    label(step.label()),
                    step.sum() ? null : step.label(),
                    kind,
                    number(x),
                    number(width),
                    i * ROW + 3,
                    i * ROW + 15,
                    signed(value)));
        }
        int height = (steps.size() + 1) * ROW;
        return new Waterfall(title, finding(head), height, number(LEFT - low * scale), bars);
    }

    /** Where the line at 0 ends, above its label. */
    public int axisEnd() {
        return height - ROW;
    }

    public int unitY() {
        return height - 6;
    }

    private static String finding(Head head) {
        return head.contributions().entrySet().stream()
                .filter(part -> part.getValue() != 0)
                .max(Comparator.comparingDouble(part -> Math.abs(part.getValue())))
                .map(part -> "“" + label(part.getKey()) + "”" + (part.getValue() > 0 ? " lifts" : " lowers")
                        + " it most, by " + signed(part.getValue()) + " log-odds; all together give "
                        + signed(head.logit()) + ".")
                .orElse("Nothing moves it from its base.");
    }

    private static String label(String source) {
        return LABELS.getOrDefault(source, source);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }
}
