package io.explainrec.cli.instruct;

/** A question that a teacher could not be made to answer; others may be answered. */
final class TeacherFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    TeacherFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
