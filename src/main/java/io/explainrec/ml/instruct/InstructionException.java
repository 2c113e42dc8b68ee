package io.explainrec.ml.instruct;

import java.nio.file.Path;

/** Instruction data that cannot be read, written or learned from; the message names the file and the fix. */
public final class InstructionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InstructionException(Path file, String problem) {
        super(file + " " + problem);
    }

    InstructionException(Path file, String problem, Throwable cause) {
        super(file + " " + problem, cause);
    }
}
