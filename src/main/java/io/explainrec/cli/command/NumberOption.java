package io.explainrec.cli.command;

/** Refuses numbers of options, which is done before anything is computed. */
public final class NumberOption {
    private NumberOption() {}

    /**
     * @throws CommandException naming the option, where the number is less
     */
    public static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new CommandException(option + " is " + value + "; expected at least " + least);
        }
    }

    /**
     * @throws CommandException naming the option, where the number is less or more
     */
    public static void within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new CommandException(option + " is " + value + "; expected " + least + " to " + most);
        }
    }
}
