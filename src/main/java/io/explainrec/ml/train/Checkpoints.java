package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.weights.SafetensorsWriter;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints of a run in a folder: {@code checkpoint-STEP} with what is trained, the optimiser's moments and where the run stands, and
 * {@code last} and {@code best}, which name the checkpoints that count. A checkpoint is written whole before its name is, so that a
 * run that is killed goes on from the one before.
 */
final class Checkpoints {
    private static final String LAST = "last";
    private static final String BEST = "best";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String STATE = "state.json";
    private static final String PREFIX = "checkpoint-";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /**
     * Where a run stands.
     *
     * @param step steps that were taken
     * @param best what decides at the best evaluation, see {@link Validation.Score}; NaN before the first
     * @param sinceBest evaluations since
     * @param microTokens most tokens of a micro-batch, less than configured where memory ran out
     * @param weighting what the tasks' weighting remembers
     */
    record State(
            long step,
            @JsonAlias("bestUauc") double best, // before there were other figures
            int sinceBest,
            int microTokens,
            List<Double> weighting) {
        State {
            weighting = weighting == null ? List.of() : List.copyOf(weighting);
        }
    }

    /** Writes a checkpoint and makes it the last one; the best one too where asked for. */
    void write(State state, Trained trained, Map<String, NDArray> moments, String base, boolean best) {
        try {
            Path checkpoint = folder.resolve(PREFIX + state.step);
            Files.createDirectories(checkpoint);
            trained.write(checkpoint, base);
            SafetensorsWriter.write(checkpoint.resolve(MOMENTS), moments, Map.of());
            WholeFile.write(checkpoint.resolve(STATE), JSON.writeValueAsBytes(state));
            if (best) {
                name(BEST, checkpoint);
            }
            name(LAST, checkpoint);
            deleteOthers();
        } catch (IOException e) {
            throw new TrainingException("no checkpoint can be written to " + folder + ": " + e, e);
        }
    }

    private void name(String which, Path checkpoint) {
        WholeFile.write(
                folder.resolve(which), checkpoint.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void deleteOthers() throws IOException {
        List<Path> kept =
                Stream.of(LAST, BEST).map(this::named).flatMap(Optional::stream).toList();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(path -> !kept.contains(path))
                    .toList()) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(path);
            }
        }
    }

    private Optional<Path> named(String which) {
        Path file = folder.resolve(which);
        try {
            return Files.exists(file)
                    ? Optional.of(folder.resolve(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the best checkpoint; the last one where none was evaluated. */
    Optional<Path> best() {
        return named(BEST).or(() -> named(LAST));
    }

    /** Puts the last checkpoint into what is trained and the moments and says where it stands; empty where there is none. */
    Optional<State> resume(Trained trained, Map<String, NDArray> moments) {
        return named(LAST).map(checkpoint -> {
            trained.load(checkpoint);
            Trained.load(checkpoint.resolve(MOMENTS), moments);
            try {
                return JSON.readValue(checkpoint.resolve(STATE).toFile(), State.class);
            } catch (IOException e) {
                throw new TrainingException(
                        checkpoint + " cannot be read: " + e.getMessage() + "; delete the run's folder to begin anew",
                        e);
            }
        });
    }
}
