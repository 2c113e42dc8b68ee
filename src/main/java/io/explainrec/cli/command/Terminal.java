package io.explainrec.cli.command;

import java.io.Console;

/** Whether somebody looks. */
public final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal. From JDK 22 to 24 there is a console in a pipe too, and it says so itself. */
    public static boolean present() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
