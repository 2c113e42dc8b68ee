package io.explainrec.catalog.imports;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that can be imported: folders, and of TALLRec a file alone too. */
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
    },
    AMAZON {
        @Override
        public ImportSource open(Path folder) {
            return new AmazonFolder(folder);
        }
    },
    TALLREC {
        @Override
        public ImportSource open(Path folder) {
            return new TallrecSource(folder);
        }
    };

    /**
     * Opens a folder of this format, or a file where the format has files alone.
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
                .filter(format -> format.toString().equalsIgnoreCase(name))
                .findFirst();
    }
}
