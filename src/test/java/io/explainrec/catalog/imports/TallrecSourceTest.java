package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallrecSourceTest {
    @TempDir
    Path folder;

    @Test
    void eachLineIsAUserAndEachTitleAnItem() throws IOException {
        write(
                "a.jsonl",
                TallrecFile.line("\"A\"", "\"B\"", "movie \"C\"", "Yes.") + "\n"
                        + TallrecFile.line("", "\"A\"", "movie \"B\"", "No.") + "\n");
        write("b.jsonl", TallrecFile.line("", "", "movie \"D\"", "Yes."));
        List<Row> rows = rows(folder);
        assertThat(rows.subList(0, 4))
                .extracting(row -> ((Row.OfItem) row).id())
                .containsExactly("A", "B", "C", "D");
        assertThat(events(rows))
                .extracting(Row.OfInteraction::user, Row.OfInteraction::item, Row.OfInteraction::liked)
                .containsExactly(
                        tuple("a.jsonl:1", "A", true),
                        tuple("a.jsonl:1", "B", false),
                        tuple("a.jsonl:1", "C", true),
                        tuple("a.jsonl:2", "A", false),
                        tuple("a.jsonl:2", "B", false),
                        tuple("b.jsonl:1", "D", true));
        assertThat(events(rows)).allMatch(event -> event.at() == null && event.rating() == null);
    }

    @Test
    void aTitleCountsOnceInALine() throws IOException {
        write("a.jsonl", TallrecFile.line("\"A\", \"A\", \"T\"", "\"B\", \"A\", \"B\"", "movie \"T\"", "No."));
        assertThat(events(rows(folder)))
                .extracting(Row.OfInteraction::item, Row.OfInteraction::liked)
                .containsExactly(tuple("A", true), tuple("B", false), tuple("T", false));
    }

    @Test
    void aTitleOfSeveralAuthorsIsOneItem() throws IOException {
        write(
                "a.jsonl",
                TallrecFile.line(
                        "\"Sea\" written by Zoe, \"Sea\" written by Ann",
                        "",
                        "book \"\"Hill\" written by Bo\"",
                        "Yes."));
        Row.OfItem sea = (Row.OfItem) rows(folder).getFirst();
        assertThat(sea.item().attributes()).containsEntry("author", List.of("Ann", "Zoe"));
    }

    @Test
    void titlesThatAreTooLongForAnIdStayApart() throws IOException {
        String long1 = "Lamp ".repeat(50) + "one";
        String long2 = "Lamp ".repeat(50) + "two";
        write("a.jsonl", TallrecFile.line("\"" + long1 + "\"", "\"" + long2 + "\"", "movie \"Short\"", "Yes."));
        List<Row.OfInteraction> events = events(rows(folder));
        assertThat(events)
                .extracting(Row.OfInteraction::item)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() <= 200);
        assertThat(((Row.OfItem) rows(folder).getFirst()).item().title()).isEqualTo(long1);
    }

    @Test
    void badLinesAreRefusedOneByOne() throws IOException {
        String good = TallrecFile.line("", "", "movie \"A\"", "Yes.");
        Files.write(
                folder.resolve("a.jsonl"),
                ("\uFEFF" + good + "\r\n\r\n{bad\r\n" + TallrecFile.line("", "", "movie \"B\"", "Perhaps") + "\r\n"
                                + good + "\r\n" + good.substring(0, 40))
                        .getBytes(StandardCharsets.UTF_8));
        List<Row> rows = rows(folder);
        assertThat(events(rows)).extracting(Row.OfInteraction::user).containsExactly("a.jsonl:1", "a.jsonl:5");
        assertThat(rows)
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(row -> row.origin().line(), row -> ((Row.Refused) row).message())
                .satisfies(found -> {
                    assertThat(found).extracting(each -> each.toList().get(0)).containsExactly(3L, 4L, 6L);
                    assertThat(found.get(0).toList().get(1).toString()).contains("no JSON object");
                    assertThat(found.get(1).toList().get(1).toString()).contains("'Perhaps'");
                });
        assertThat(rows)
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(Row::user)
                .containsExactly("a.jsonl:3", "a.jsonl:4", "a.jsonl:6");
        Files.write(folder.resolve("a.jsonl"), good.replace("A", "Caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(rows(folder)).singleElement().isInstanceOf(Row.Refused.class);
    }

    @Test
    void aFileAloneIsASourceAndAnEmptyOneHasNoRows() throws IOException {
        write("part.jsonl", TallrecFile.line("", "", "movie \"A\"", "Yes."));
        write("empty.jsonl", "");
        assertThat(new TallrecSource(folder.resolve("part.jsonl")).name()).isEqualTo("part");
        assertThat(rows(folder.resolve("part.jsonl"))).hasSize(2);
        assertThat(rows(folder.resolve("empty.jsonl"))).isEmpty();
    }

    @Test
    void itsLinesAreThereAsTheyAre() throws IOException {
        write("a.jsonl", TallrecFile.line("\"A\", \"A\"", "", "movie \"T\"", "No.") + "\nbad\n");
        List<TallrecLine> lines = new ArrayList<>();
        List<Row.Refused> refused = new ArrayList<>();
        new TallrecSource(folder).lines(lines::add, refused::add);
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.liked()).hasSize(2));
        assertThat(refused).hasSize(1);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new TallrecSource(folder))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("*.jsonl");
        assertThatThrownBy(() -> new TallrecSource(folder.resolve("none"))).isInstanceOf(ImportException.class);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static List<Row> rows(Path path) {
        List<Row> rows = new ArrayList<>();
        new TallrecSource(path).read(rows::add, done -> {});
        return rows;
    }

    private static List<Row.OfInteraction> events(List<Row> rows) {
        return rows.stream()
                .filter(Row.OfInteraction.class::isInstance)
                .map(Row.OfInteraction.class::cast)
                .toList();
    }
}
