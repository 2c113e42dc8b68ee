package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Computed;
import io.explainrec.ml.attribution.AttributionLoss.Counts;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.SequenceBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Verdicts with their reasons, by {@link AttributionLoss}, whose terms weigh inside as they are told to: of candidates of the history's
 * own domain, or of those of another, where there are no reasons.
 */
public final class VerdictTask implements Task<TaskSequence> {
    /** The task that every run has. */
    public static final String PREFERENCE = "preference";

    public static final String CROSS_DOMAIN = "crossDomain";

    private final AttributionLoss loss;
    private final boolean otherDomains;

    private VerdictTask(AttributionLoss loss, boolean otherDomains) {
        this.loss = loss;
        this.otherDomains = otherDomains;
    }

    public static VerdictTask preference(AttributionLoss loss) {
        return new VerdictTask(loss, false);
    }

    public static VerdictTask crossDomain(AttributionLoss loss) {
        return new VerdictTask(loss, true);
    }

    @Override
    public String name() {
        return otherDomains ? CROSS_DOMAIN : PREFERENCE;
    }

    @Override
    public Batch<TaskSequence> over(List<TaskSequence> batch) {
        return new Verdicts(Counts.of(verdicts(batch)));
    }

    private int[] own(List<TaskSequence> rows) {
        return IntStream.range(0, rows.size())
                .filter(r -> rows.get(r).otherDomains() == otherDomains)
                .toArray();
    }

    private List<AttributedSequence> verdicts(List<TaskSequence> rows) {
        return IntStream.of(own(rows)).mapToObj(r -> rows.get(r).verdicts()).toList();
    }

    private final class Verdicts implements Batch<TaskSequence> {
        private final Counts counts;

        Verdicts(Counts counts) {
            this.counts = counts;
        }

        @Override
        public int labels() {
            return counts.candidates();
        }

        @Override
        public long[] places(List<TaskSequence> part, SequenceBatch read) {
            return loss.places(verdicts(part), own(part), read);
        }

        @Override
        public Share share(List<TaskSequence> part, NDArray hidden, Linears linears) {
            Computed computed = loss.compute(verdicts(part), hidden, linears, counts);
            return new Share(computed.loss(), named(computed.terms()));
        }

        /** Those alone that are learned and that the whole batch has labels of: a 0 would be taken for a loss. */
        private Map<String, Double> named(Terms terms) {
            Map<String, Double> named = new LinkedHashMap<>();
            AttributionLoss.Options weights = loss.options();
            if (weights.prediction() > 0) {
                named.put(of("prediction"), terms.prediction());
            }
            if (counts.contrasts() > 0 && weights.contrast() > 0) {
                named.put(of("contrast"), terms.contrast());
            }
            if (counts.reasons() > 0 && weights.reason() > 0) {
                named.put("reason", terms.reason());
            }
            if (counts.reasons() > 0 && weights.consistency() > 0) {
                named.put("consistency", terms.consistency());
            }
            return named;
        }

        private String of(String term) {
            return otherDomains ? CROSS_DOMAIN + "." + term : term;
        }
    }
}
