package io.explainrec.cli.model;

import ai.djl.engine.Engine;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.ModelCard;

/** The program that runs, and the machine. */
public final class ThisProgram {
    private ThisProgram() {}

    /** By what and where something is learned, for its card. */
    public static ModelCard.Made made() {
        String version = ThisProgram.class.getPackage().getImplementationVersion();
        Engine engine = Engine.getInstance();
        return new ModelCard.Made(
                "ExplainRec " + (version == null ? "from its classes" : version),
                Runtime.version().toString(),
                engine.getEngineName() + " " + engine.getVersion() + " on " + Torch.device(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
