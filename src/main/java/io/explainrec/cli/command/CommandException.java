package io.explainrec.cli.command;

/** A command cannot go on; the message says why and what to do. */
public class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
