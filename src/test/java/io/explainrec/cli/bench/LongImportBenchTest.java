package io.explainrec.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.postgres.TestInstallation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that import and are killed with signal 9. */
class LongImportBenchTest {
    private static final int EVENTS = 90_000;
    private static final int HEAP = 128;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void anImportThatIsKilledTwiceBringsEachRowInOnce() throws Exception {
        TestInstallation.shareAssets();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Path program = PackagedProgram.in(folder);
        boolean clean = new LongImportBench(
                        program, EVENTS, 2, HEAP, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run();
        String report = printed.toString(StandardCharsets.UTF_8);
        assertThat(report)
                .contains("RESULT import.long_lost 0", "RESULT import.long_done_again 0")
                .contains("RESULT import.long_contradictions_missed 0")
                .containsPattern("killed behind [1-9][0-9,]* rows");
        assertThat(clean).as(report).isTrue();
    }

    @Test
    void generatedEventsAreAsManyAsTheySay() throws Exception {
        GeneratedEvents events = new GeneratedEvents(60_321);
        events.write(folder);
        var verdicts = new java.util.HashMap<String, String>();
        long repeated = 0;
        long contradicting = 0;
        for (String line : java.nio.file.Files.readAllLines(folder.resolve("interactions.csv"))) {
            String key = line.replaceFirst(",(true|false),", ",");
            String before = verdicts.putIfAbsent(key, line);
            repeated += line.equals(before) ? 1 : 0;
            contradicting += before != null && !line.equals(before) ? 1 : 0;
        }
        assertThat(repeated).isEqualTo(events.repeated()).isPositive();
        assertThat(contradicting).isEqualTo(events.contradicting()).isPositive();
        assertThat(verdicts).hasSize((int) events.distinct() + 1);
    }
}
