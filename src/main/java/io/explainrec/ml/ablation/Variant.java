package io.explainrec.ml.ablation;

import io.explainrec.ml.train.TrainingJson;
import io.explainrec.ml.train.TrainingOptions;
import java.util.List;

/**
 * The method, or less than it.
 *
 * @param name as it is written in results
 * @param words what it is
 * @param changes of the full method's options, as JSON; null where nothing is trained
 * @param vectors modalities that items' vectors in its prompts are fused of; null where there are none
 */
public record Variant(String name, String words, String changes, String vectors) {
    /** What all others are compared with, and what they are compared with it for. */
    public static final String REPLICA = "tallrec";

    public static final String FULL = "full";

    /** Less what the knowledge base found, where the rows have that. */
    public static final String WITHOUT_FINDINGS = "without-findings";

    /** Learns ratings too, where the data have any. */
    public static final String MULTI_TASK = "multi-task";

    /** No model at all: what the language model has to be better than to be worth its cost. */
    public static final Variant ITEM_MEAN = new Variant("item-mean", "no model: each item's share of likes", null);

    /** In the order of the table. */
    public static final List<Variant> ALL = List.of(
            new Variant("zero-shot", "the base model as it is published", null),
            new Variant(REPLICA, "verdicts alone, against the whole vocabulary (arXiv 2305.00447)", """
                    {"reasons": false, "knowledge": false, "findings": false, "loss": {"reason": 0, "consistency": 0, "contrast": 0, "answer": "VOCABULARY"}}"""),
            new Variant("reasons", "the replica with reasons, in histories and learned", """
                    {"knowledge": false, "findings": false, "loss": {"consistency": 0, "contrast": 0, "answer": "VOCABULARY"}}"""),
            new Variant("contrast", "the replica with contrast", """
                    {"reasons": false, "knowledge": false, "findings": false, "loss": {"reason": 0, "consistency": 0}}"""),
            new Variant("without-knowledge", "full without statements", """
                    {"knowledge": false, "findings": false}"""),
            new Variant(WITHOUT_FINDINGS, "full without findings of the knowledge base", """
                    {"findings": false}"""),
            new Variant("without-attribution", "full without reasons", """
                    {"reasons": false, "loss": {"reason": 0, "consistency": 0}}"""),
            new Variant("without-consistency", "full without the consistency term", """
                    {"loss": {"consistency": 0}}"""),
            new Variant(MULTI_TASK, "full, and ratings beside preferences", """
                    {"tasks": {"rating": true}}"""),
            new Variant("vectors-text", "full, with items' vectors of texts", "{}", "text"),
            new Variant("vectors-images", "full, with items' vectors of pictures", "{}", "images"),
            new Variant("vectors-both", "full, with items' vectors of texts and pictures", "{}", "both"),
            new Variant(FULL, "verdicts, statements, reasons, consistency and contrast", "{}"));

    private Variant(String name, String words, String changes) {
        this(name, words, changes, null);
    }

    /** Whether anything is trained. */
    public boolean trained() {
        return changes != null;
    }

    /** The options of a run, from those of the full method. */
    public TrainingOptions options(TrainingOptions full, long seed) {
        return TrainingJson.changed(TrainingJson.changed(full, changes), "{\"seed\": " + seed + "}");
    }
}
