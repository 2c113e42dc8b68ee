package io.explainrec.cli.evaluate;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs {@code evaluate} as it is written, past picocli's handling of failures. */
public final class EvaluateRun {
    private EvaluateRun() {}

    /**
     * What it prints.
     *
     * @param data null for none
     */
    public static String of(String format, Path data, String... more) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out))
                .setCaseInsensitiveEnumValuesAllowed(true);
        List<String> arguments = new ArrayList<>(List.of("--format", format));
        arguments.addAll(List.of(more));
        if (Stream.of("--asked", "--model", "--without-models", "--without-llm").noneMatch(arguments::contains)) {
            arguments.add("--without-models");
        }
        if (!arguments.contains("--resamples")) {
            arguments.addAll(List.of("--resamples", "20"));
        }
        if (data != null) {
            arguments.add(data.toString());
        }
        line.parseArgs(arguments.toArray(String[]::new));
        ((EvaluateCommand) line.getCommand()).call();
        return out.toString();
    }
}
