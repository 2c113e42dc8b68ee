package io.explainrec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    @Command(name = "full")
    private record Failing(Supplier<Throwable> failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        }
    }

    @Test
    void outOfMemoryEndsInOneLineThatSaysWhatToDo() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        for (Throwable failure : List.of(full, new IllegalStateException("Failed to start quarkus", full))) {
            StringWriter said = new StringWriter();
            CommandLine line = new CommandLine(new Failing(() -> failure)).setErr(new PrintWriter(said, true));
            assertThat(Main.run(line)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
            assertThat(said.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("explainrec: out of memory (Java heap space): a heap of ")
                    .contains("EXPLAINREC_JAVA_OPTIONS=-Xmx", "--threads 1");
        }
    }

    @Test
    void aWrongOptionIsToldWithoutAllThatThereAre() {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new Main()).setErr(new PrintWriter(said, true));
        assertThat(Main.run(line, "token", "create", "--rol", "backend", "shop"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .startsWith("explainrec: Unknown option")
                .contains("'--rol'", "./explainrec token create --help says what there is.");
        assertThat(said.toString().lines()).hasSizeLessThan(5);
    }
}
