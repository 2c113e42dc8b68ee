package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import io.explainrec.ml.evidence.fit.Slice.Elsewhere;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds {@link LearnedTables#apart domains} in which those who are known elsewhere are told better by what everybody thinks: weights are of all
 * domains together, so that where one has nothing to do with the others, their verdicts would be heard in it all the same. It is asked of folds
 * of users whom the tables do not know, since tables remember what one they know said in both domains.
 */
final class ApartDomains {
    /** The last of them is told by weights of the others. */
    private static final int FOLDS = 3;
    /** Standard errors by which others' verdicts have to help. */
    private static final double ERRORS = 1;

    private final OrderFit order;
    private final List<EvidenceSource> sources;
    private final List<Row> rows = new ArrayList<>();
    private final List<Elsewhere> elsewhere = new ArrayList<>();

    private ApartDomains(OrderFit order, List<EvidenceSource> sources) {
        this.order = order;
        this.sources = sources;
    }

    /**
     * @param sources that may order, none of them of the knowledge base
     * @param past in time, or without times
     */
    static List<String> of(
            DataSet data,
            LearnedFit learning,
            Interactions past,
            Recency recency,
            List<EvidenceSource> sources,
            long seed) {
        if (past.domains().size() < 2) {
            return List.of();
        }
        // Knowledge is counted of a past in time, and is none of these sources.
        DataSet plain = data.with(PastKnowledge.NONE);
        ApartDomains found = new ApartDomains(new OrderFit(seed), sources);
        List<Part> parts = Parts.ofUsers(past, seed);
        List<Elsewhere> told = List.of();
        for (int f = 0; f < Math.min(FOLDS, parts.size()); f++) {
            Part part = parts.get(f);
            Replay replay = new Replay(plain, part.known(), learning.fit(part.known(), recency, List.of()));
            Slice slice = new Slice(f, replay, part, seed);
            List<Row> frozen = slice.frozen();
            if (f < FOLDS - 1) {
                found.rows.addAll(frozen);
                found.elsewhere.addAll(slice.elsewhere());
            } else {
                told = slice.elsewhere();
            }
        }
        return found.of(told);
    }

    private List<String> of(List<Elsewhere> told) {
        OrderFit.Fit heard = order.fit(rows, sources);
        return told.stream()
                .map(Elsewhere::domain)
                .distinct()
                .sorted()
                .filter(domain -> isApart(domain, in(domain, told), heard))
                .toList();
    }

    private static List<Elsewhere> in(String domain, List<Elsewhere> rows) {
        return rows.stream().filter(row -> row.domain().equals(domain)).toList();
    }

    /** Whether rows of the domain are told hardly better, if at all, where other domains are heard. */
    private boolean isApart(String domain, List<Elsewhere> told, OrderFit.Fit heard) {
        Map<Row, Row> unheard = new IdentityHashMap<>();
        in(domain, elsewhere).forEach(row -> unheard.put(row.heard(), row.unheard()));
        List<Row> rowsUnheard =
                rows.stream().map(row -> unheard.getOrDefault(row, row)).toList();
        Gain gain = order.gain(
                order.fit(rowsUnheard, sources),
                told.stream().map(Elsewhere::unheard).toList(),
                heard,
                told.stream().map(Elsewhere::heard).toList());
        return gain != null && !gain.isAbove(ERRORS);
    }
}
