package io.explainrec.cli.instruct;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.instruct.InstructionRows;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Reasons by a larger model, where nobody stated one. */
final class TeacherOptions {
    /** The variable of the environment that holds the key. */
    static final String KEY = "EXPLAINREC_TEACHER_KEY";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--teacher",
            paramLabel = "URL",
            description =
                    "An endpoint of OpenAI's protocol, as https://host/v1, that is asked for reasons where nobody stated"
                            + " one; its key comes from the environment, " + KEY + ".")
    private URI url;

    @Option(names = "--teacher-model", paramLabel = "NAME", description = "The teacher's name at that endpoint.")
    private String model;

    @Option(
            names = "--teacher-words",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most words of a reason; default ${DEFAULT-VALUE}.")
    private int words;

    @Option(
            names = "--teacher-parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Questions at a time; default ${DEFAULT-VALUE}.")
    private int parallel;

    /** Whether a teacher is asked for. */
    boolean given() {
        return url != null;
    }

    /**
     * Before anything is read.
     *
     * @throws CommandException where the options do not fit together
     */
    void check() {
        if (url == null && model != null) {
            throw new CommandException("--teacher-model " + model + " has no --teacher; give the endpoint's address");
        }
        if (words < 1 || parallel < 1) {
            throw new CommandException("--teacher-words is " + words + " and --teacher-parallel " + parallel
                    + "; expected at least 1 of each");
        }
        if (url != null) {
            endpoint();
        }
    }

    private TeacherEndpoint endpoint() {
        String key = System.getenv(KEY);
        return new TeacherEndpoint(url, model, key == null || key.isBlank() ? null : key);
    }

    /**
     * The parts with the teacher's reasons; as they are where none is asked for. Answers are kept in the folder as they come, so that
     * a run that was interrupted asks for the rest alone.
     */
    Map<String, InstructionRows> taught(Map<String, InstructionRows> parts, Path folder, PrintWriter out) {
        if (url == null) {
            return parts;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandException("cannot make " + folder + ": " + e.getMessage());
        }
        TextJournal journal = new TextJournal(folder.resolve("teacher-answers.jsonl"));
        try (TeacherClient client = new TeacherClient(endpoint(), TeacherClient.Patience.DEFAULT)) {
            TeacherReasons teacher = new TeacherReasons(client::ask, model, words, parallel);
            TeacherReasons.Taught taught = teacher.taught(parts, journal);
            WholeFile.write(
                    folder.resolve("teacher.json"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(taught.counts()));
            out.printf("%s%n", taught.counts().words());
            return taught.parts();
        } catch (IOException e) {
            throw new IllegalStateException(e); // counts are always written as JSON
        }
    }
}
