package io.explainrec.ml.eval;

import java.util.List;

/**
 * Lines that hold a history and one verdict each: each is scored from its own history alone, as that
 * of a user who is new.
 *
 * @param all everything, each line that is scored as a user of its own
 * @param past what is learned from
 * @param notes what is to be known of the figures
 */
public record LineData(Interactions all, Interactions past, List<Part> parts, List<String> notes) {
    public LineData {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /**
     * Lines that are measured together.
     *
     * @param given their histories
     * @param scored their verdicts
     * @param clusters the verdicts again, in the same order, lines that are, or likely are, of one user as of one: what is resampled
     * @param usersKnown whether the clusters are users, so that there is a UAUC
     */
    public record Part(
            String name, Interactions given, Interactions scored, Interactions clusters, boolean usersKnown) {
        public Part {
            if (scored.size() != clusters.size()) {
                throw new EvaluationException("the part " + name + " has " + scored.size() + " verdicts and "
                        + clusters.size() + " in clusters; expected as many");
            }
        }
    }

    PartEvaluation protocol() {
        return new PartEvaluation(
                "lines",
                parts.stream()
                        .map(part -> new PartEvaluation.Part(part.name, part.scored, part.clusters, part.usersKnown))
                        .toList(),
                this::score);
    }

    private double[][] score(Scorer scorer) {
        Scorer.Fitted fitted = scorer.fit(past);
        return parts.stream()
                .map(part -> {
                    Scorer.State state = fitted.state();
                    Protocols.support(state, part.given);
                    return state.score(part.scored);
                })
                .toArray(double[][]::new);
    }
}
