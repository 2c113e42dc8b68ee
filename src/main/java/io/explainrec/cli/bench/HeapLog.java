package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The largest heap that logs of the garbage collector tell of, in megabytes. */
final class HeapLog {
    private static final Pattern SIZES = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private long peak;
    private long peakAfterCollection;

    /** Adds the log of a process. */
    void add(Path log) {
        try (var lines = Files.lines(log)) {
            lines.map(SIZES::matcher).filter(Matcher::find).forEach(sizes -> {
                peak = Math.max(peak, Long.parseLong(sizes.group(1)));
                peakAfterCollection = Math.max(peakAfterCollection, Long.parseLong(sizes.group(2)));
            });
        } catch (IOException e) {
            throw new CommandException("cannot read " + log + ": " + e.getMessage());
        }
    }

    long peak() {
        return peak;
    }

    long peakAfterCollection() {
        return peakAfterCollection;
    }
}
