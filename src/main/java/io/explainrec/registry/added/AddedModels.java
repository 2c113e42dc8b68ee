package io.explainrec.registry.added;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.explainrec.platform.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models that were added to an installation: each a folder of its name with its files and {@code model.json}, which says
 * where they came from and what they must be. A model is there whole or not at all.
 */
public final class AddedModels {
    private static final String DESCRIPTION = "model.json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Clock clock;

    public AddedModels(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** What became of an addition; {@code added} is false where the very same model was there. */
    public record Addition(AddedModel model, boolean added) {}

    /**
     * Takes a model: its files are linked, or copied where links cannot be, into a draft that is checked, hashed, forced to the
     * disk and renamed.
     *
     * @param source a GGUF file, or the folder of a checkpoint
     * @param origin where it came from, for the record
     * @throws AddedModelException where it is not whole, or another model has the name
     * @throws io.explainrec.ml.weights.ModelFileException where this program cannot compute with it
     */
    public Addition add(Path source, String name, String origin) {
        if (!NAME.matcher(name).matches()) {
            throw new AddedModelException("a model cannot have the name '" + name
                    + "'; expected letters, digits, dots, dashes and underscores: give --name");
        }
        List<Path> files = SourceFiles.of(source);
        String shape = ModelCheck.shape(source); // of the source, so that messages name what the caller knows
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock turn = channel.lock()) {
                assert turn.isValid();
                Path draft = folder.resolve("." + name + ".new");
                Folders.delete(draft); // of a process that was killed
                try {
                    return place(
                            files,
                            draft,
                            new AddedModel(
                                    AddedModel.FORMAT,
                                    name,
                                    origin,
                                    Licence.of(files),
                                    shape,
                                    clock.instant().toString(),
                                    List.of()));
                } finally {
                    Folders.delete(draft);
                }
            }
        } catch (IOException e) {
            throw new AddedModelException("the model " + name + " cannot be written to " + folder + ": " + e, e);
        }
    }

    private Addition place(List<Path> files, Path draft, AddedModel described) throws IOException {
        Files.createDirectory(draft);
        List<Path> placed = new ArrayList<>();
        for (Path file : files) {
            placed.add(Disk.linkOrCopy(file, draft.resolve(file.getFileName())));
        }
        List<AddedModel.StoredFile> stored = new ArrayList<>();
        for (Path file : placed) {
            stored.add(new AddedModel.StoredFile(file.getFileName().toString(), Files.size(file), Disk.sha256(file)));
        }
        Path target = folder.resolve(described.name());
        if (Files.exists(target)) {
            AddedModel there = get(described.name());
            if (there.files().equals(stored)) {
                return new Addition(there, false);
            }
            throw new AddedModelException("there is another model " + described.name() + " already, from "
                    + there.source() + "; give --name, or './explainrec model remove " + there.name() + "' first");
        }
        AddedModel model = described.with(stored);
        Files.write(draft.resolve(DESCRIPTION), JSON.writeValueAsBytes(model));
        Folders.force(draft.resolve(DESCRIPTION));
        Folders.force(draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folder);
        return new Addition(model, true);
    }

    /** Names of what lies in their folder, in order; {@link #get} says of each whether it is a model. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AddedModelException(folder + " cannot be read: " + e, e);
        }
    }

    /** Those whose description can be read, by name: what is wrong with one keeps nobody from another. */
    public List<AddedModel> list() {
        List<AddedModel> models = new ArrayList<>();
        for (String name : names()) {
            try {
                models.add(get(name));
            } catch (AddedModelException e) {
                // Who lists them for a person goes by their names.
            }
        }
        return models;
    }

    /**
     * What the model's files are opened by: the GGUF file, or the folder.
     *
     * @throws AddedModelException where there is none of this name, or a file is missing or has another size
     */
    public Path path(String name) {
        AddedModel model = get(name);
        List<Path> files = new ArrayList<>();
        for (AddedModel.StoredFile file : model.files()) {
            Path path = folder.resolve(name).resolve(file.name());
            if (!Files.isRegularFile(path) || path.toFile().length() != file.bytes()) {
                throw damaged(name, path);
            }
            files.add(path);
        }
        return opened(folder.resolve(name), files);
    }

    /**
     * Reads all files of a model and compares them with what was added.
     *
     * @throws AddedModelException naming a file that has changed
     */
    public void verify(String name) {
        path(name);
        for (AddedModel.StoredFile file : get(name).files()) {
            Path path = folder.resolve(name).resolve(file.name());
            if (!Disk.sha256(path).equals(file.sha256())) {
                throw damaged(name, path);
            }
        }
    }

    /**
     * Deletes a model, whole or not; that nothing needs it is the caller's to see to.
     *
     * @throws AddedModelException where there is none of this name, or it cannot be deleted
     */
    public void remove(String name) {
        check(name);
        try {
            Disk.remove(folder.resolve(name));
        } catch (IOException e) {
            throw new AddedModelException(folder.resolve(name) + " cannot be deleted: " + e, e);
        }
    }

    private void check(String name) {
        if (!NAME.matcher(name).matches() || !Files.isDirectory(folder.resolve(name))) {
            throw new AddedModelException("there is no model " + name + " in " + folder
                    + "; './explainrec model added' lists them, './explainrec model add' adds one");
        }
    }

    /**
     * What is known of one.
     *
     * @throws AddedModelException where there is none of this name, or its description cannot be read
     */
    public AddedModel get(String name) {
        check(name);
        Path description = folder.resolve(name).resolve(DESCRIPTION);
        try {
            AddedModel model = JSON.readValue(description.toFile(), AddedModel.class);
            if (model.format() != AddedModel.FORMAT) {
                throw new AddedModelException(description + " has format " + model.format() + "; this program reads "
                        + AddedModel.FORMAT + ": use the program that wrote it, or add the model again");
            }
            return model;
        } catch (IOException e) {
            throw new AddedModelException(
                    description + " is broken (" + e.getMessage() + "); './explainrec model remove " + name
                            + "' and add the model again",
                    e);
        }
    }

    private static AddedModelException damaged(String name, Path file) {
        return new AddedModelException(file + " is missing or is not what was added as " + name
                + "; './explainrec model remove " + name + "' and add the model again");
    }

    private static Path opened(Path model, List<Path> files) {
        return files.size() == 1 && SourceFiles.isGguf(files.getFirst()) ? files.getFirst() : model;
    }
}
