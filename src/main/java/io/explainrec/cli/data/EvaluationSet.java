package io.explainrec.cli.data;

import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.QuestionCount;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.StatedReasons;
import java.util.List;

/** What was read to be evaluated. */
public interface EvaluationSet {
    /**
     * Interactions with what is known of their items and users.
     *
     * @param percent of the rows, the first in time
     */
    DataSet dataSet(int percent);

    /** What people said of why; empty where the source has no reasons. */
    default StatedReasons reasons() {
        return new StatedReasons();
    }

    /** Runs the protocols that such data allow. */
    Report evaluate(Evaluation evaluation, DataSet data, List<Scorer> scorers);

    /**
     * What those protocols ask of the language model.
     *
     * @param newcomers rows of each of them that it is asked about too
     */
    QuestionCount questions(DataSet data, int newcomers);

    /** What was left out, and why, and what an import would leave out too; empty where nothing is. */
    String leftOut();
}
