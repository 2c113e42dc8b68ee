package io.explainrec.cli.evaluate;

import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.train.ModelCard;
import java.util.ArrayList;
import java.util.List;

/** What a trained language model learned from, and whether it is asked about that. */
final class LearnedBefore {
    private LearnedBefore() {}

    /**
     * Notes for a report, one for each stage of the training.
     *
     * @param all of the source
     * @param evaluated the first of them, as many as are taken
     */
    static List<String> notes(ModelCard card, Interactions all, Interactions evaluated) {
        return card.stages().stream()
                .map(stage -> "the language model learned from " + stage.source()
                        + (stage.data() == null ? ", which are texts" : of(stage.data(), all, evaluated)))
                .toList();
    }

    private static String of(Manifest learned, Interactions all, Interactions evaluated) {
        String split = " (" + learned.split() + ")";
        // Of rows some of which have a time nobody learns.
        boolean splits = all.untimed() == 0 || all.untimed() == all.size();
        if (learned.fingerprint() == null) {
            return split
                    + "; whether rows that are scored here are among them is not known, since its card does not say which"
                    + " interactions they were";
        }
        InstructionSplit own = splits ? InstructionSplit.of(all) : null;
        if (own == null || !learned.fingerprint().equals(own.fingerprint())) {
            return split
                    + "; these are other interactions, or were read in another way, so whether rows that are scored here"
                    + " are among them is not known";
        }
        List<String> protocols = askedAgain(own, evaluated);
        return protocols.isEmpty()
                ? split + ", these very data; no row that it is asked about here is among those that it learned from"
                : split + ", these very data; in " + String.join(" and ", protocols)
                        + " it is asked about rows that it learned from or was validated on, so its figures there, and those of"
                        + " full, say too much";
    }

    /** Protocols that ask about rows of the training or the validation. */
    private static List<String> askedAgain(InstructionSplit split, Interactions evaluated) {
        List<String> protocols = new ArrayList<>();
        if (evaluated.untimed() > 0) {
            protocols.add("folds");
        } else if (TimeSplit.global(evaluated).past().size()
                < split.train().size() + split.valid().size()) {
            protocols.add("frozen");
        }
        if (evaluated.domains().size() > 1) {
            protocols.add("cross-domain");
        }
        return protocols;
    }
}
