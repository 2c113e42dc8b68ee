package io.explainrec.ml.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Sha256;
import io.explainrec.ml.instruct.InstructionFiles.Placed;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.ml.instruct.InstructionRow.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstructionFilesTest {
    private static final Reason STATED = new Reason("it is \"slow\" 日本", Provenance.STATED, null, null);
    private static final InstructionRow ROW = new InstructionRow(
            "h",
            "film",
            5L,
            List.of(new Event("1", "One\u2028\nline", true, STATED)),
            List.of(
                    new Candidate("2", "Two", List.of("Drama"), true, null),
                    new Candidate(
                            "3",
                            "Three",
                            List.of(),
                            false,
                            new Reason("liked 0 of 2 War before", Provenance.DERIVED, List.of("7", "8"), null))));

    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        InstructionFiles.write(
                folder,
                "made",
                "CC0",
                InstructionBuilder.Options.DEFAULT,
                "by hand",
                Map.of(InstructionFiles.TRAIN, List.of(ROW, ROW)::stream, InstructionFiles.VALID, Stream::empty));
    }

    @Test
    void whatIsWrittenIsRead() {
        InstructionFiles files = InstructionFiles.open(folder);
        assertThat(files.rows(InstructionFiles.TRAIN).stream()).containsExactly(ROW, ROW);
        assertThat(files.rows(InstructionFiles.VALID).stream()).isEmpty();
        Manifest.Part train = files.manifest().parts().get(InstructionFiles.TRAIN);
        assertThat(train.rows()).isEqualTo(2);
        assertThat(train.users()).isEqualTo(1);
        assertThat(train.candidates()).isEqualTo(4);
        assertThat(train.likes()).isEqualTo(2);
        assertThat(train.reasons()).isEqualTo(Map.of("derived", 2));
        assertThat(files.manifest().licence()).isEqualTo("CC0");
    }

    @Test
    void aRowIsALineAndStaysWhatItWas() throws IOException {
        String line =
                "{\"user\":\"h\",\"itemKind\":\"film\",\"before\":5,\"history\":[{\"item\":\"1\",\"title\":\"One\u2028\\nline\","
                        + "\"liked\":true,\"reason\":{\"text\":\"it is \\\"slow\\\" 日本\",\"provenance\":\"stated\"}}],\"candidates\":[{\"item\":\"2\","
                        + "\"title\":\"Two\",\"attributes\":[\"Drama\"],\"liked\":true},{\"item\":\"3\",\"title\":\"Three\",\"attributes\":[],"
                        + "\"liked\":false,\"reason\":{\"text\":\"liked 0 of 2 War before\",\"provenance\":\"derived\",\"support\":[\"7\",\"8\"]}}]}\n";
        assertThat(Files.readString(folder.resolve("train.jsonl"))).isEqualTo(line.repeat(2));
        assertThat(InstructionFiles.open(folder)
                        .manifest()
                        .parts()
                        .get(InstructionFiles.TRAIN)
                        .sha256())
                .isEqualTo(Sha256.hex(line.repeat(2).getBytes(StandardCharsets.UTF_8)));
    }

    private static InstructionRow named(String user, boolean otherDomains) {
        Candidate candidate = new Candidate("2", "\"otherDomains\":true}", List.of(), true, null);
        return new InstructionRow(
                user, "film", 5L, List.of(), null, List.of(candidate), otherDomains ? Boolean.TRUE : null);
    }

    @Test
    void someRowsAreReadByTheirNumbersWithOrWithoutThoseOfOtherDomains() {
        InstructionFiles files = InstructionFiles.write(
                folder,
                "made",
                null,
                InstructionBuilder.Options.DEFAULT,
                "by hand",
                Map.of(
                        InstructionFiles.TRAIN,
                        List.of(named("a", false), named("b", true), named("c", false), named("d", false))::stream));
        Manifest.Part train = files.manifest().parts().get(InstructionFiles.TRAIN);
        assertThat(train.rows(true)).isEqualTo(4);
        assertThat(train.rows(false)).isEqualTo(3);
        assertThat(files.rows(InstructionFiles.TRAIN, true, new int[] {1, 2}))
                .containsExactly(
                        new Placed("train.jsonl line 2", named("b", true)),
                        new Placed("train.jsonl line 3", named("c", false)));
        assertThat(files.rows(InstructionFiles.TRAIN, false, new int[] {1, 2}))
                .containsExactly(
                        new Placed("train.jsonl line 3", named("c", false)),
                        new Placed("train.jsonl line 4", named("d", false)));
    }

    @Test
    void rowsThatAreNotDrawnAreNotParsed() throws IOException {
        Path train = folder.resolve("train.jsonl");
        String broken = Files.readString(train).replaceFirst("\\{\"user\":\"h\"", "{\"user\":5,");
        Files.writeString(train, broken);
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst(
                                "(\"train\"[^}]*\"derived\" : 2\\s*},\\s*\"sha256\" : \")[0-9a-f]+",
                                "$1" + Sha256.hex(broken.getBytes(StandardCharsets.UTF_8))));
        InstructionFiles files = InstructionFiles.open(folder);
        assertThat(files.rows(InstructionFiles.TRAIN, true, new int[] {1}))
                .containsExactly(new Placed("train.jsonl line 2", ROW));
        assertThatThrownBy(() -> files.rows(InstructionFiles.TRAIN).stream().toList())
                .hasMessageContaining("line 1 cannot be read");
    }

    @Test
    void refusesAShareOfAWholeNumber() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"history\" : 30", "\"history\" : 30.5"));
        assertThatThrownBy(() -> InstructionFiles.open(folder))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("manifest.json cannot be read")
                .hasMessageContaining("30.5");
    }

    @Test
    void theSameRowsGiveTheSameHash() {
        String before = InstructionFiles.open(folder)
                .manifest()
                .parts()
                .get(InstructionFiles.TRAIN)
                .sha256();
        write();
        assertThat(InstructionFiles.open(folder)
                        .manifest()
                        .parts()
                        .get(InstructionFiles.TRAIN)
                        .sha256())
                .isEqualTo(before);
    }

    @Test
    void refusesAFileThatIsNotTheManifests() throws IOException {
        Path train = folder.resolve("train.jsonl");
        Files.writeString(train, Files.readString(train).replace("Two", "Too"));
        assertThatThrownBy(() -> InstructionFiles.open(folder).rows(InstructionFiles.TRAIN).stream()
                        .toList())
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("train.jsonl")
                .hasMessageContaining("SHA-256 differs");
        Files.delete(train);
        assertThatThrownBy(() -> InstructionFiles.open(folder).rows(InstructionFiles.TRAIN).stream()
                        .toList())
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesAFolderWithoutAWholeManifest() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        String whole = Files.readString(manifest);
        Files.writeString(manifest, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> InstructionFiles.open(folder)).isInstanceOf(InstructionException.class);
        Files.writeString(manifest, whole.replace("\"version\" : 1", "\"version\" : 9"));
        assertThatThrownBy(() -> InstructionFiles.open(folder))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("version 9");
        Files.delete(manifest);
        assertThatThrownBy(() -> InstructionFiles.open(folder))
                .isInstanceOf(InstructionException.class)
                .hasMessageContaining("no manifest.json");
    }

    @Test
    void rowsThatSayNothingAreRefused() {
        assertThatThrownBy(() -> new InstructionRow(" ", "film", null, List.of(), ROW.candidates()))
                .hasMessageContaining("lacks its user");
        assertThatThrownBy(() -> new InstructionRow("h", "film", null, List.of(), List.of()))
                .hasMessageContaining("no candidates");
        assertThatThrownBy(() -> new Reason(" ", Provenance.STATED, null, null)).hasMessageContaining("lacks its text");
    }

    @Test
    void findingsAreWrittenAndCounted() {
        Candidate told = new Candidate("2", "Two", List.of(), null, "people lately say Yes to War", true, null, null);
        InstructionRow known = new InstructionRow(
                "h", "film", 5L, List.of(), List.of("people aged 18-24 say Yes to War"), List.of(told), null);
        InstructionFiles.write(
                folder,
                "made",
                null,
                InstructionBuilder.Options.DEFAULT,
                "by hand",
                Map.of(InstructionFiles.TRAIN, List.of(ROW, known, ROW.with(List.of(told)))::stream));
        InstructionFiles files = InstructionFiles.open(folder);
        assertThat(files.rows(InstructionFiles.TRAIN).stream()).contains(known);
        assertThat(files.manifest().parts().get(InstructionFiles.TRAIN).findings())
                .isEqualTo(2);
        assertThat(files.manifest().tellsFindings()).isTrue();
    }
}
