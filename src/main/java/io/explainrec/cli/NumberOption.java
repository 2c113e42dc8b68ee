package io.explainrec.cli;

/** Numbers that are given on the command line, to be checked before anything is read. */
final class NumberOption {
    private NumberOption() {}

    /**
     * @throws CommandException naming the option, its value and what was expected
     */
    static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new CommandException(option + " is " + value + "; expected at least " + least);
        }
    }
}
