package io.explainrec.ml.weights;

import java.nio.file.Path;

/** A model file is broken or holds something that is not supported; the message names the file and what is wrong. */
public class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public ModelFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /** For an option whose value this program does not compute with; it must never be passed over. */
    public static ModelFileException unsupported(Path file, String option, Object value, String supported) {
        return new ModelFileException(
                file, "the option '" + option + "' is " + value + ", which is not supported; supported: " + supported);
    }
}
