package io.explainrec.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command of the operating system that is waited for. */
record Command(List<String> line, Map<String, String> environment) {
    static Command of(String... line) {
        return new Command(List.of(line), Map.of());
    }

    static Command of(List<String> line) {
        return new Command(List.copyOf(line), Map.of());
    }

    Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(line, more);
    }

    /** What it printed, both streams; throws with that text when it failed. */
    String run() {
        try {
            // The working folder must be one that an unprivileged user can enter.
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .directory(Path.of("/").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new PostgresException("'" + line.get(program()) + "' failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new PostgresException("cannot run '" + line.getFirst() + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException("interrupted while '" + line.getFirst() + "' ran", e);
        }
    }

    private int program() {
        return line.indexOf("--") + 1;
    }
}
