package io.explainrec.registry.added;

import io.explainrec.ml.weights.GgufFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a model's files state as its licence. */
final class Licence {
    private static final String GGUF = "general.license";
    private static final int LONGEST_HEAD = 200;

    private Licence() {}

    /** The licence's name, or the file with its text; null where no file says anything. */
    static String of(List<Path> files) {
        for (Path file : files) {
            String name = file.getFileName().toString();
            String stated = SourceFiles.isGguf(file) ? ofGguf(file) : "README.md".equals(name) ? ofReadme(file) : null;
            if (stated != null && !stated.isBlank()) {
                return stated.strip();
            }
        }
        return files.stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith("LICEN"))
                .findFirst()
                .map(name -> "see " + name)
                .orElse(null);
    }

    private static String ofGguf(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            return file.has(GGUF) ? file.text(GGUF) : null;
        }
    }

    /** The field license of the YAML between two lines of dashes at the start, as model cards have it. */
    private static String ofReadme(Path file) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            for (int i = 0;
                    line != null && i < LONGEST_HEAD && (i == 0) == line.strip().equals("---");
                    i++) {
                if (line.startsWith("license:")) {
                    return line.substring("license:".length()).strip().replaceAll("^[\"']|[\"']$", "");
                }
                line = lines.readLine();
            }
            return null;
        } catch (IOException e) {
            throw new AddedModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
