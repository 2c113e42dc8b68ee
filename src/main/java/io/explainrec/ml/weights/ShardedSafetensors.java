package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tensors of a checkpoint whose index, {@code model.safetensors.index.json}, says in which of several files each lies.
 * Index and files must agree: every tensor is in the file that the index names, and in no other.
 */
public final class ShardedSafetensors implements TensorSource {
    private static final String WHOLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String PLACES = "weight_map";

    private final Path index;
    private final Map<String, SafetensorsFile> shards = new TreeMap<>();
    private final Map<String, SafetensorsFile> places = new LinkedHashMap<>();

    private ShardedSafetensors(Path index) {
        this.index = index;
    }

    /**
     * Opens the weights in a folder: those of the index where there is one, else of {@code model.safetensors}.
     *
     * @throws ModelFileException where a file is missing or broken, both kinds are there, or index and files do not agree
     */
    public static TensorSource openFolder(Path folder) {
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            return SafetensorsFile.open(folder.resolve(WHOLE));
        }
        if (Files.exists(folder.resolve(WHOLE))) {
            throw new ModelFileException(
                    index, "lies beside " + WHOLE + ", so that the weights are there twice; delete one of the two");
        }
        return open(index);
    }

    /**
     * Opens all files that the index names; tensors are read when they are asked for.
     *
     * @throws ModelFileException where a file is missing or broken, or index and files do not agree
     */
    public static ShardedSafetensors open(Path index) {
        ShardedSafetensors opened = new ShardedSafetensors(index);
        try {
            opened.read();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Names of the files that {@link #openFolder} reads tensors of, in their order. */
    static Set<String> filesIn(Path folder) {
        Path index = folder.resolve(INDEX);
        return Files.exists(index) ? shards(index) : Set.of(WHOLE);
    }

    /** Names of the files that an index names, in their order. */
    public static Set<String> shards(Path index) {
        ModelJson json = ModelJson.read(index).object(PLACES);
        return json.names().stream()
                .map(tensor -> shard(index, tensor, json.text(tensor)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void read() {
        ModelJson json = ModelJson.read(index).object(PLACES);
        if (json.names().isEmpty()) {
            throw new ModelFileException(
                    index, "'" + PLACES + "' is missing or empty; expected the file of each tensor");
        }
        for (String tensor : json.names()) {
            String name = shard(index, tensor, json.text(tensor));
            places.put(tensor, shards.computeIfAbsent(name, this::openShard));
        }
        shards.values().forEach(this::requireWhatTheIndexNames);
        shards.values().forEach(this::refuseWhatItDoesNot);
        // What cannot be read has no name here, as in a single file.
        places.entrySet().removeIf(place -> !place.getValue().names().contains(place.getKey()));
    }

    /**
     * The index names files of its own folder: another path would read what the model's folder does not hold. They are named as weights
     * are, since a model's hash is over those.
     */
    private static String shard(Path index, String tensor, String name) {
        if (name.isBlank()
                || name.contains("/")
                || name.contains("\\")
                || name.startsWith(".")
                || name.contains("\0")
                || !name.endsWith(".safetensors")) {
            throw new ModelFileException(
                    index,
                    "places the tensor '" + tensor + "' in '" + name
                            + "'; expected a file of the same folder, named *.safetensors");
        }
        return name;
    }

    private SafetensorsFile openShard(String name) {
        Path shard = index.resolveSibling(name);
        if (!Files.isRegularFile(shard)) {
            throw new ModelFileException(
                    shard, "is missing, and " + INDEX + " names it; fetch the model's other files too");
        }
        return SafetensorsFile.open(shard);
    }

    private void requireWhatTheIndexNames(SafetensorsFile shard) {
        Set<String> held = shard.held();
        places.forEach((tensor, place) -> {
            if (place == shard && !held.contains(tensor)) {
                throw new ModelFileException(
                        shard.file(), "has no tensor '" + tensor + "', which " + INDEX + " places there");
            }
        });
    }

    private void refuseWhatItDoesNot(SafetensorsFile shard) {
        for (String tensor : shard.held()) {
            SafetensorsFile place = places.get(tensor);
            if (place == null) {
                throw new ModelFileException(
                        shard.file(), "has the tensor '" + tensor + "', which " + INDEX + " lacks");
            }
            if (place != shard) {
                throw new ModelFileException(
                        shard.file(),
                        "has the tensor '" + tensor + "', which " + INDEX + " places in "
                                + place.file().getFileName() + "; expected it in one file alone");
            }
        }
    }

    @Override
    public Path file() {
        return index;
    }

    @Override
    public Set<String> names() {
        return places.keySet();
    }

    @Override
    public Shape shape(String name) {
        return place(name).shape(name);
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        return place(name).load(name, manager);
    }

    @Override
    public void close() {
        shards.values().forEach(SafetensorsFile::close);
    }

    private SafetensorsFile place(String name) {
        SafetensorsFile place = places.get(name);
        if (place == null) {
            throw new ModelFileException(index, "has no tensor '" + name + "' of a type that is read");
        }
        return place;
    }
}
