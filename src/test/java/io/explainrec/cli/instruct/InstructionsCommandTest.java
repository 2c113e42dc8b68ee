package io.explainrec.cli.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InstructionsCommandTest extends InstalledCommands {
    private String run(String... more) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new InstructionsCommand())
                .setOut(new PrintWriter(out))
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(IntStream.range(-2, more.length)
                .mapToObj(i ->
                        i == -2 ? "--out" : i == -1 ? folder.resolve("data").toString() : more[i])
                .toArray(String[]::new));
        ((InstructionsCommand) line.getCommand()).call();
        return out.toString();
    }

    private List<Candidate> candidates() {
        return InstructionFiles.open(folder.resolve("data")).rows(InstructionFiles.TRAIN).stream()
                .flatMap(row -> row.candidates().stream())
                .toList();
    }

    /** Three users and ten items; every fourth event has a reason. */
    private String csv() throws IOException {
        Path data = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(
                data.resolve("items.csv"),
                "id,title,genre\n"
                        + String.join(
                                "\n",
                                IntStream.range(0, 10)
                                        .mapToObj(i -> i + ",Item " + i + "," + (i % 2 == 0 ? "Drama" : "War"))
                                        .toList())
                        + "\n");
        Files.writeString(
                data.resolve("interactions.csv"),
                "user,item,liked,time,reason\n"
                        + String.join(
                                "\n",
                                IntStream.range(0, 80)
                                        .mapToObj(k -> "u" + k % 3 + "," + k * 7 % 10 + ","
                                                + (k * 7 % 2 == 0) + "," + (1_000 + k) + ","
                                                + (k % 4 == 0 ? "\"said, in \"\"" + k + "\"\"\"" : ""))
                                        .toList())
                        + "\n");
        return data.toString();
    }

    @Test
    void reasonsOfTheColumnAreStatedAndTheOthersDerived() throws IOException {
        assertThat(run("--format", "csv", csv())).containsPattern("reasons \\{derived=\\d+, stated=16}");
        assertThat(candidates())
                .filteredOn(candidate ->
                        candidate.reason() != null && candidate.reason().provenance() == Provenance.STATED)
                .hasSize(16)
                .allSatisfy(candidate -> assertThat(candidate.reason().text()).matches("said, in \"\\d+\""));
        assertThat(InstructionFiles.open(folder.resolve("data")).rows(InstructionFiles.TRAIN).stream())
                .flatMap(InstructionRow::history)
                .anySatisfy(event -> assertThat(event.reason().provenance()).isEqualTo(Provenance.STATED));
    }

    @Test
    void theManifestKnowsTheInteractionsThatTrain() throws IOException {
        Path data = Path.of(csv());
        run("--format", "csv", data.toString());
        Interactions all = EvaluationFormat.CSV.read(data, null).dataSet(100).interactions();
        assertThat(InstructionFiles.open(folder.resolve("data")).manifest().fingerprint())
                .isEqualTo(DataSummary.of(all.slice(0, 64)).fingerprint())
                .isEqualTo(InstructionSplit.of(all).fingerprint());
    }

    @Test
    void theDemoShopsPeopleStateReasons() {
        assertThat(run("--format", "demo")).containsPattern("train.jsonl: .* reasons \\{derived=\\d+, stated=\\d+}");
    }

    @Test
    void aTeacherWritesTheRestAndIsNotAskedAgain() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = "{\"choices\": [{\"message\": {\"content\": \"It is of its time.\"}}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
            String[] arguments = {"--format", "csv", csv(), "--teacher", url, "--teacher-model", "large"};
            assertThat(run(arguments))
                    .containsPattern("teacher large: \\d+ reasons taken, refused \\{}, 0 unanswered, \\d+ were stated")
                    .containsPattern("train.jsonl: .* reasons \\{stated=16, teacher=48}");
            int first = asked.get();
            assertThat(candidates())
                    .filteredOn(candidate -> candidate.reason().provenance() == Provenance.TEACHER)
                    .allSatisfy(candidate ->
                            assertThat(candidate.reason().teacher()).isEqualTo("large"));
            run(arguments);
            assertThat(asked).hasValue(first);
        } finally {
            server.stop(0);
        }
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("data/teacher.json").toFile())
                        .path("teacher")
                        .asText())
                .isEqualTo("large");
    }

    private void refuses(String message, String... arguments) {
        assertThatThrownBy(() -> run(arguments))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(message);
    }

    @Test
    void badOptionsAreNamedBeforeAnythingIsRead() throws IOException {
        refuses("without --format the shop's own", "path");
        refuses("--teacher-model large has no --teacher", "--format", "demo", "--teacher-model", "large");
        refuses("has no --teacher-model", "--format", "demo", "--teacher", "https://host/v1");
        refuses("--teacher-words is 0", "--format", "demo", "--teacher-words", "0");
        refuses(
                "has nothing to write for xrec",
                "--format",
                "xrec",
                "--teacher",
                "https://host/v1",
                "--teacher-model",
                "large");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("interactions.csv"), "user,item,liked,time\n");
        refuses("empty has no interactions", "--format", "csv", empty.toString());
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
