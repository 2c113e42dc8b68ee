package io.explainrec.evaluation.page;

import java.util.List;

/**
 * A report, ready to be shown.
 *
 * @param lead the report in one sentence
 * @param findings what was found, in sentences, the most important first
 * @param facts of the data and of how it was done
 */
public record ReportView(
        String source,
        String lead,
        List<String> findings,
        List<String> notes,
        List<Protocol> protocols,
        List<Facts> facts,
        List<Time> timings,
        List<Term> glossary) {
    /**
     * A protocol.
     *
     * @param meaning of the protocol; null where it is not known here
     */
    public record Protocol(
            String id,
            String name,
            String meaning,
            List<Curve> curves,
            List<Part> parts,
            List<ReliabilityPlot> reliability,
            List<ReliabilityPlot> moreReliability) {}

    /**
     * One or more parts of a protocol that are drawn together.
     *
     * @param open whether it is shown at once
     */
    public record Part(String name, String size, boolean open, List<DotPlot> plots, List<Table> tables) {}

    /** All figures of a part: a cell for each scorer and metric. */
    public record Table(String caption, List<String> head, List<Curve.Entry> rows) {}

    /** Named values. */
    public record Facts(String title, List<Term> entries) {}

    /** A name and what it says. */
    public record Term(String name, String text) {}

    /** Work of a scorer, in seconds. */
    public record Time(String scorer, String fit, String score) {}
}
