package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Tokenizer;

/**
 * What a run is trained with; part of its provenance.
 *
 * @param precision of the base's linear layers; the adapter is trained in float32 over any
 * @param lora the adapter's shape
 * @param loss weights of the terms
 * @param tasks what is learned beside preferences, and how tasks weigh; null for the default
 * @param reasons whether reasons are read, in histories and as what is learned
 * @param knowledge whether statements about candidates are read
 * @param findings whether findings of the knowledge base are read, where the data have any
 * @param reasonsPerRow most candidates of a row whose reasons are learned, spread over the row; 0 for all
 * @param prefixTokens most tokens of instruction and history
 * @param suffixTokens most tokens of a candidate
 * @param rows rows of the training part that are learned from, drawn by the seed; 0 for all
 * @param epochs times each row is learned from, at least 1
 * @param batch rows of an effective batch, at least 1
 * @param microTokens most tokens of a micro-batch of several rows; halved where memory runs out
 * @param learningRate the schedule's peak
 * @param warmupSteps steps until the peak
 * @param schedule how the rate falls behind it
 * @param clip most norm of all gradients
 * @param evaluateEvery steps between evaluations on the validation part; 0 for once an epoch
 * @param patience evaluations without a better UAUC, or loss of texts, after which the run ends; 0 for never
 * @param checkpointEvery steps between checkpoints; an evaluation makes one too
 * @param validationUsers most users of the validation part that are scored, drawn by the seed; 0 for all; of texts,
 *     most questions of the twentieth that validates
 * @param seed of rows, order, adapter and dropout
 */
public record TrainingOptions(
        Precision precision,
        LoraOptions lora,
        AttributionLoss.Options loss,
        TaskOptions tasks,
        boolean reasons,
        boolean knowledge,
        boolean findings,
        int reasonsPerRow,
        int prefixTokens,
        int suffixTokens,
        int rows,
        int epochs,
        int batch,
        int microTokens,
        double learningRate,
        int warmupSteps,
        Schedule.Shape schedule,
        double clip,
        int evaluateEvery,
        int patience,
        int checkpointEvery,
        int validationUsers,
        long seed) {
    /** The full loss on TALLRec's adapter, sized for a laptop's processor. */
    public static final TrainingOptions DEFAULT = new TrainingOptions(
            Precision.FLOAT32,
            LoraOptions.DEFAULT,
            new AttributionLoss.Options(1, 0.5, 0.1, 1, Answer.BINARY, true),
            TaskOptions.DEFAULT,
            true,
            true,
            true,
            4,
            InstructionFormat.Limits.DEFAULT.prefixTokens(),
            InstructionFormat.Limits.DEFAULT.suffixTokens(),
            1000,
            3,
            8,
            1024,
            1e-3,
            10,
            Schedule.Shape.COSINE,
            1,
            0,
            3,
            20,
            100,
            0);

    public TrainingOptions {
        tasks = tasks == null ? TaskOptions.DEFAULT : tasks; // of runs from before there were tasks
        atLeast("rows", rows, 0);
        atLeast("epochs", epochs, 1);
        atLeast("batch", batch, 1);
        atLeast("microTokens", microTokens, 1);
        atLeast("warmupSteps", warmupSteps, 0);
        atLeast("evaluateEvery", evaluateEvery, 0);
        atLeast("patience", patience, 0);
        atLeast("checkpointEvery", checkpointEvery, 1);
        atLeast("validationUsers", validationUsers, 0);
        atLeast("reasonsPerRow", reasonsPerRow, 0);
        atLeast("prefixTokens", prefixTokens, 1);
        atLeast("suffixTokens", suffixTokens, 1);
        if (!(clip > 0) || !(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learningRate is " + learningRate + " and clip " + clip
                    + "; expected numbers above 0, the rate finite");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; expected at least " + least);
        }
    }

    /** How many rows are learned from, of so many in the training part. */
    public int rowsOf(int all) {
        return rows == 0 ? all : Math.min(rows, all);
    }

    /** What is read of a row. */
    public SequenceEncoder.Reads reads() {
        return new SequenceEncoder.Reads(reasons, knowledge, findings);
    }

    /**
     * How prompts are written with a base's tokenizer.
     *
     * @throws TrainingException where prefixTokens or suffixTokens leave no room
     */
    public InstructionFormat format(Tokenizer tokenizer) {
        return format(tokenizer, new InstructionFormat.Limits(prefixTokens, suffixTokens));
    }

    static InstructionFormat format(Tokenizer tokenizer, InstructionFormat.Limits limits) {
        try {
            return new InstructionFormat(tokenizer, limits);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }
}
