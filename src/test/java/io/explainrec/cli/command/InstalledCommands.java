package io.explainrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands in an installation of their own, and a small data set for them. */
public abstract class InstalledCommands {
    @TempDir
    protected Path folder;

    private String before;

    @BeforeEach
    protected void install() {
        before = System.getProperty(Installation.PROPERTY);
        System.setProperty(Installation.PROPERTY, folder.resolve("var").toString());
    }

    @AfterEach
    protected void restore() {
        if (before == null) {
            System.clearProperty(Installation.PROPERTY);
        } else {
            System.setProperty(Installation.PROPERTY, before);
        }
    }

    /** What a command prints; what it throws is thrown. */
    protected static String run(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        RuntimeException[] thrown = new RuntimeException[1];
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    thrown[0] = (RuntimeException) failure;
                    return 1;
                })
                .execute(arguments);
        if (thrown[0] != null) {
            throw thrown[0];
        }
        assertThat(exit).isZero();
        return out.toString();
    }

    /** A MovieLens folder of made ratings. */
    protected String ratings() throws IOException {
        Random random = new Random(1);
        Path data = Files.createDirectories(folder.resolve("made"));
        Files.write(
                data.resolve("u.item"),
                IntStream.range(0, 30)
                        .mapToObj(k ->
                                "%d|Film %d (199%d)|01-Jan-199%d||http://example.org".formatted(k, k, k % 3, k % 3))
                        .toList());
        Files.write(
                data.resolve("u.data"),
                IntStream.range(0, 300)
                        .mapToObj(k -> random.nextInt(12) + "\t" + random.nextInt(30) + "\t" + (1 + random.nextInt(5))
                                + "\t" + (880_000_000 + k))
                        .toList());
        return data.toString();
    }

    /** A file with options. */
    protected String options(String json) throws IOException {
        Path file = folder.resolve("options.json");
        Files.writeString(file, json);
        return file.toString();
    }
}
