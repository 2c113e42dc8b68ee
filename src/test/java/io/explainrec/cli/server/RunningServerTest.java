package io.explainrec.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.installation.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningServerTest {
    @TempDir
    Path folder;

    /** A process that leaves word of itself, as a server does, and then looks for one, as one that starts does. */
    static final class Announcer {
        private Announcer() {}

        /**
         * @param arguments the installation's folder, and what a server's command line has
         */
        public static void main(String[] arguments) throws IOException {
            Installation installation = new Installation(Path.of(arguments[0]));
            RunningServer.announce(installation, 8080);
            System.out.println(RunningServer.of(installation).isPresent());
            System.in.read();
        }
    }

    @Test
    void theWordOfAKilledServerWithThisProcesssIdIsNoOtherServer() throws Exception {
        Installation installation = new Installation(folder);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Announcer.class.getName(),
                        folder.toString(),
                        "quarkus-run.jar")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Of a command line as long as this path, only the beginning is seen.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("false");
            assertThat(RunningServer.of(installation))
                    .as("to others it runs")
                    .contains(new RunningServer(process.pid(), 8080));
            RunningServer.forgetKilled(installation);
            assertThat(folder.resolve("run/server")).exists();
            process.destroyForcibly().waitFor();
            RunningServer.forgetKilled(installation);
            assertThat(folder.resolve("run/server")).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aServerTakesItsOwnWordBackAndNobodyElses() throws IOException {
        Installation installation = new Installation(folder);
        RunningServer.announce(installation, 8080);
        RunningServer.withdraw(installation);
        assertThat(folder.resolve("run/server")).doesNotExist();
        Files.writeString(folder.resolve("run/server"), "1\n8080\n");
        RunningServer.withdraw(installation);
        assertThat(folder.resolve("run/server")).exists();
    }
}
