package io.explainrec.catalog.imports;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of folders that can be imported. */
public enum ImportFormat {
    MOVIELENS {
        @Override
        public ImportSource open(Path folder) {
            return new MovieLensFolder(folder);
        }
    },
    CSV {
        @Override
        public ImportSource open(Path folder) {
            return new CsvFolder(folder);
        }
    };

    /**
     * Opens a folder of this format.
     *
     * @throws ImportException where it does not hold what the format needs
     */
    public abstract ImportSource open(Path folder);

    /** As it is written in requests and stored with jobs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ImportFormat::toString).toList();
    }

    static Optional<ImportFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }
}
