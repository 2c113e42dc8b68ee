package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Python process that takes a step when it is asked to, so that both sides can take turns. */
final class TrainingPython implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter commands;
    private final Path errors;

    record Step(double seconds, double loss) {}

    private TrainingPython(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        answers = process.inputReader();
        commands = new PrintWriter(process.outputWriter(), true);
    }

    static TrainingPython start(Path python, Path weights, List<int[]> rows, int labelled, int threads) {
        try {
            Path folder = Files.createTempDirectory("explainrec-bench");
            Path script = folder.resolve("training.py");
            try (InputStream in = TrainingPython.class.getResourceAsStream("/bench/training.py")) {
                Files.copy(in, script);
            }
            Path ids = folder.resolve("ids.txt");
            Files.write(
                    ids,
                    rows.stream()
                            .map(row -> IntStream.of(row)
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(" ")))
                            .toList());
            Path errors = folder.resolve("error.log");
            Process process = new ProcessBuilder(
                            python.toString(),
                            script.toString(),
                            weights.toString(),
                            ids.toString(),
                            Integer.toString(labelled),
                            Integer.toString(threads))
                    .redirectError(errors.toFile())
                    .start();
            TrainingPython started = new TrainingPython(process, errors);
            started.line();
            return started;
        } catch (IOException e) {
            throw new CommandException("cannot run " + python + ": " + e.getMessage());
        }
    }

    /** Takes one step: {@code stock} or {@code head}. */
    Step step(String command) {
        commands.println(command);
        String[] answer = line().split(" ");
        return new Step(Double.parseDouble(answer[0]), Double.parseDouble(answer[1]));
    }

    /** Ends the process and gives the most memory that it held, in MB. */
    long end() {
        commands.println("end");
        return Long.parseLong(line().strip());
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new CommandException(
                        "the Python side failed; it needs torch, transformers, peft and gguf. It printed: "
                                + Files.readString(errors).strip());
            }
            return line;
        } catch (IOException e) {
            throw new CommandException("the Python side cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
