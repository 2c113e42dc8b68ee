package io.explainrec.registry.added;

import io.explainrec.ml.weights.ShardedSafetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files of a model as it is published that are taken: what computes, and what says who may use it. */
final class SourceFiles {
    private static final String INDEX = "model.safetensors.index.json";
    private static final List<String> OPTIONAL = List.of(
            "tokenizer_config.json",
            "special_tokens_map.json",
            "generation_config.json",
            "chat_template.jinja",
            "README.md");
    private static final List<String> LEGAL = List.of("LICENSE", "LICENCE", "NOTICE", "USE_POLICY");

    private SourceFiles() {}

    /**
     * @throws AddedModelException naming a file that is missing, and how to get it
     */
    static List<Path> of(Path source) {
        if (Files.isRegularFile(source)) {
            if (!isGguf(source)) {
                throw new AddedModelException(
                        source + " is no model; give a GGUF file, or the folder with config.json");
            }
            return List.of(source);
        }
        if (!Files.isDirectory(source)) {
            throw new AddedModelException(
                    source + " does not exist; give a folder, a GGUF file or an id at Hugging Face");
        }
        requireConfiguration(source);
        List<Path> files = new ArrayList<>(List.of(source.resolve("config.json"), source.resolve("tokenizer.json")));
        files.addAll(weights(source));
        Stream.concat(OPTIONAL.stream().map(source::resolve), legal(source).stream())
                .filter(Files::isRegularFile)
                .forEach(files::add);
        return files;
    }

    /** Whether the name is a GGUF file's. */
    static boolean isGguf(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    private static void requireConfiguration(Path folder) {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            List<Path> gguf =
                    listed(folder).stream().filter(SourceFiles::isGguf).toList();
            throw new AddedModelException(folder + " has no config.json; "
                    + (gguf.isEmpty()
                            ? "give the folder of a Hugging Face checkpoint, or a GGUF file"
                            : "it has GGUF files: give one of them, for example " + gguf.getFirst()));
        }
        if (!Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            throw new AddedModelException(folder + " has no tokenizer.json; make it with Python's transformers:"
                    + " AutoTokenizer.from_pretrained(folder).save_pretrained(folder)");
        }
    }

    private static List<Path> weights(Path folder) {
        Path index = folder.resolve(INDEX);
        Path whole = folder.resolve("model.safetensors");
        if (Files.isRegularFile(index)) {
            List<Path> files = new ArrayList<>(List.of(index));
            ShardedSafetensors.shards(index).stream().map(folder::resolve).forEach(files::add);
            if (Files.exists(whole)) {
                files.add(whole); // is refused with its reason when the model is opened
            }
            return files;
        }
        if (!Files.isRegularFile(whole)) {
            throw new AddedModelException(folder + " has neither model.safetensors nor " + INDEX
                    + "; save the weights with Python's transformers: model.save_pretrained(folder)");
        }
        return List.of(whole);
    }

    private static List<Path> legal(Path folder) {
        return listed(folder).stream()
                .filter(file -> LEGAL.stream()
                        .anyMatch(word -> file.getFileName()
                                .toString()
                                .toUpperCase(Locale.ROOT)
                                .startsWith(word)))
                .toList();
    }

    private static List<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AddedModelException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
