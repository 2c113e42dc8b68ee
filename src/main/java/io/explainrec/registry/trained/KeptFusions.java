package io.explainrec.registry.trained;

import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.ModelFileException;
import java.nio.file.Path;

/** The fusions of an installation: copies of what {@code fusion fit} wrote, each in a folder named as its space. */
public final class KeptFusions {
    private final Path folder;

    public KeptFusions(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes a copy; of the same fusion what was there stays.
     *
     * @throws KeptModelException where it cannot be written, or what was there is damaged
     */
    public FusionFolder keep(FusionFolder source) {
        String name = source.card().name();
        WholeFolder.put(folder.resolve(name), source::copyTo);
        return get(name);
    }

    /**
     * One of them, after its files were read and compared with its name.
     *
     * @throws KeptModelException where there is none of this name, or it is not what was kept
     */
    public FusionFolder get(String name) {
        Path own = folder.resolve(name);
        try {
            FusionFolder kept = FusionFolder.open(own);
            if (kept.card().name().equals(name)) {
                return kept;
            }
        } catch (TrainingException | ModelFileException e) {
            throw damaged(own, name, e);
        }
        throw damaged(own, name, null);
    }

    private static KeptModelException damaged(Path own, String name, RuntimeException cause) {
        return new KeptModelException(
                own + " is not what was kept as " + name + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + "; delete the folder and activate the fusion from where it was fitted, or go back with"
                        + " './explainrec fusion activate --text'",
                cause);
    }
}
