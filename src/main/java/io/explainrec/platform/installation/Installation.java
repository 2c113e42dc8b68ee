package io.explainrec.platform.installation;

import java.nio.file.Path;

/**
 * One shop's installation: the folder {@code var/} and the places in it. Everything that ExplainRec makes lies here.
 *
 * @param root the folder, absolute; need not exist yet
 */
public record Installation(Path root) {
    /** Names the folder when it is not {@code var/} of the program's own folder. */
    public static final String PROPERTY = "explainrec.var";

    public Installation {
        root = root.toAbsolutePath().normalize();
    }

    /** The installation that the system properties {@value #PROPERTY} or {@code explainrec.home} name. */
    public static Installation configured() {
        String var = System.getProperty(PROPERTY);
        return var == null ? besideProgram() : new Installation(Path.of(var));
    }

    private static Installation besideProgram() {
        return new Installation(Path.of(System.getProperty("explainrec.home", "."), "var"));
    }

    /** What a command line has to end with so that it is about this one: nothing where it lies beside the program. */
    public String option() {
        return equals(besideProgram()) ? "" : " --var '" + root + "'";
    }

    /** Wheels as fetched, and what was unpacked from them. */
    public Path assets() {
        return root.resolve("assets");
    }

    /** Passwords, tokens and keys, each a file of mode 0600. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /** Lock, process ids and the PostgreSQL that runs now. */
    public Path run() {
        return root.resolve("run");
    }

    /** Files of forms, until they are taken over; see {@code application.properties}. */
    public Path forms() {
        return run().resolve("forms");
    }

    /** PostgreSQL's data, unless its user cannot enter this folder. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** Dumps made by {@code backup} and before every migration. */
    public Path backups() {
        return root.resolve("backups");
    }

    /** What PostgreSQL and a detached server print. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Language models that were added, each a folder. */
    public Path models() {
        return root.resolve("models");
    }

    /** What encoders made of items, a file for each version of an encoder; made anew where it is missing. */
    public Path vectors() {
        return root.resolve("vectors");
    }

    /** Trained models that were activated, each a folder. */
    public Path trained() {
        return root.resolve("trained");
    }

    /** Fusions whose vectors serve or served, each a folder. */
    public Path fusions() {
        return root.resolve("fusions");
    }

    /** Uploaded files that wait for their import job. */
    public Path uploads() {
        return root.resolve("uploads");
    }
}
