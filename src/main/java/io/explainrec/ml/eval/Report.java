package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation found, and what is needed to find it again.
 *
 * @param notes what was left out, and why
 */
public record Report(
        DataSummary data,
        EvaluationSettings settings,
        List<PartSize> parts,
        List<Measurement> measurements,
        List<Reliability> reliability,
        List<Timing> timings,
        List<String> notes) {
    public Report {
        parts = List.copyOf(parts);
        measurements = List.copyOf(measurements);
        reliability = List.copyOf(reliability);
        timings = List.copyOf(timings);
        notes = List.copyOf(notes);
    }

    /** With more notes after its own. */
    public Report with(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Report(data, settings, parts, measurements, reliability, timings, all);
    }

    /**
     * How much a part holds.
     *
     * @param users who have a row
     * @param bothLabels users with likes and dislikes: those of UAUC
     */
    public record PartSize(String protocol, String part, int rows, int users, int bothLabels) {
        static PartSize of(String protocol, String part, Interactions rows) {
            boolean[] present = rows.usersPresent();
            double[] nothing = new double[rows.size()];
            return new PartSize(
                    protocol,
                    part,
                    rows.size(),
                    Interactions.rows(present).length,
                    UserMean.auc(rows, nothing).users());
        }
    }

    /** Said and found likes of one scorer. */
    public record Reliability(String protocol, String scorer, List<Calibration.Bin> bins) {}

    /** Seconds that one scorer took, over all cuts, waiting for others included. */
    public record Timing(String scorer, double fitSeconds, double scoreSeconds) {
        Timing plus(Timing more) {
            return new Timing(scorer, fitSeconds + more.fitSeconds, scoreSeconds + more.scoreSeconds);
        }
    }
}
