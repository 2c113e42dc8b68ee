package io.explainrec.ml.train;

/** A run that was asked to end, and did behind a whole step, with a checkpoint; started again it goes on. */
public final class TrainingStopped extends TrainingException {
    private static final long serialVersionUID = 1;

    TrainingStopped(long step) {
        super("stopped behind step " + step + ", whose checkpoint is kept; start it again to go on");
    }
}
