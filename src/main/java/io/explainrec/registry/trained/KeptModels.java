package io.explainrec.registry.trained;

import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The trained models of an installation: copies of what {@code train} wrote, each in a folder named by its hash, so that the same
 * model is kept once and none changes. A model is there whole or not at all.
 */
public final class KeptModels {
    private static final String PREFIX = "trained-";
    private static final int DIGITS = 12;
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{" + DIGITS + "}");

    private final Path folder;

    public KeptModels(Path folder) {
        this.folder = folder;
    }

    /** Whether a text is written as their names are. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Takes a copy, which is forced to the disk and renamed; of the very same model what was there stays.
     *
     * @param source a folder that {@code train} wrote; its check is the caller's, see {@link TrainedModel#check}
     * @throws KeptModelException where it cannot be written
     */
    public KeptModel keep(Path source) {
        String name = describe(source).name();
        WholeFolder.put(folder.resolve(name), draft -> {
            for (Path file : TrainedModel.files(source)) {
                Files.copy(file, draft.resolve(file.getFileName()));
            }
        });
        return get(name);
    }

    /**
     * What a folder would be kept as; nothing is written.
     *
     * @param source a folder that {@code train} wrote
     */
    public KeptModel describe(Path source) {
        String sha256 = hash(source);
        return new KeptModel(PREFIX + sha256.substring(0, DIGITS), sha256, source, ModelCard.read(source));
    }

    /**
     * One of them, after its files were read and compared with its name.
     *
     * @throws KeptModelException where there is none of this name, or it is not what was kept
     */
    public KeptModel get(String name) {
        Path own = folder.resolve(name);
        if (!isName(name) || !Files.isDirectory(own)) {
            throw new KeptModelException("there is no trained model " + name + " in " + folder
                    + "; './explainrec model list' lists them, './explainrec model activate DIR' keeps one");
        }
        String sha256 = TrainedModel.at(own) ? found(own) : "";
        if (!sha256.startsWith(name.substring(PREFIX.length()))) {
            throw new KeptModelException(own + " is not what was kept as " + name
                    + "; delete the folder and activate the model from where it was trained");
        }
        return new KeptModel(name, sha256, own, ModelCard.read(own));
    }

    /** Those that are what was kept, by name: what is wrong with one keeps nobody from another. */
    public List<KeptModel> list() {
        List<KeptModel> models = new ArrayList<>();
        for (String name : names()) {
            try {
                models.add(get(name));
            } catch (KeptModelException e) {
                // It cannot be used; who lists them for a person goes by their names.
            }
        }
        return models;
    }

    /** Their names, in order; {@link #get} says of each whether it is what was kept. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(KeptModels::isName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new KeptModelException(folder + " cannot be read: " + e, e);
        }
    }

    /**
     * Deletes one, whole or not; that it does not serve is the caller's to see to.
     *
     * @throws KeptModelException where there is none of this name, or it cannot be deleted
     */
    public void remove(String name) {
        if (!names().contains(name)) {
            throw new KeptModelException("there is no trained model " + name + " in " + folder);
        }
        try {
            Disk.remove(folder.resolve(name));
        } catch (IOException e) {
            throw new KeptModelException(folder.resolve(name) + " cannot be deleted: " + e, e);
        }
    }

    /** Of what lies in a kept folder; empty where its card cannot be read, or a file of it is missing. */
    private static String found(Path own) {
        try {
            return hash(own);
        } catch (TrainingException | ModelFileException e) {
            return "";
        }
    }

    private static String hash(Path model) {
        return ModelHash.of(TrainedModel.files(model).toArray(Path[]::new));
    }
}
