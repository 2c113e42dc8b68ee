package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path folder;

    @Test
    void aPathThatIsNoFolderIsSaidAsWhatItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("items.csv"), "id,title\n");
        for (ImportFormat format : List.of(ImportFormat.CSV, ImportFormat.MOVIELENS, ImportFormat.AMAZON)) {
            assertThatThrownBy(() -> format.open(file))
                    .isInstanceOf(ImportException.class)
                    .hasMessage(file + " is a file; expected the folder that holds it");
            assertThatThrownBy(() -> format.open(folder.resolve("nothing")))
                    .isInstanceOf(ImportException.class)
                    .hasMessageEndingWith("nothing does not exist; expected a folder");
        }
    }

    @Test
    void readsTheOldMovieLensFiles() throws IOException {
        write("u.genre", "unknown|0\nAction|1\nDrama|2\n");
        Files.write(
                folder.resolve("u.item"),
                "1|Café Noir (1995)|01-Jan-1995||url|0|1|1\n2|unknown||||1|0|0\nshort|row\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        write("u.user", "7|24|M|writer|85711\n8|oops|F|none|0\n9|1\n");
        write("u.data", "7\t1\t5\t881250949\n7\t1\tfive\t881250949\n7\t1\n");
        write("plots.csv", "movie_id,overview\n1,\"A café, at night.\"\n");
        write("credits.csv", "movie_id,director,cast\n1,\"['Ann O''Hara']\",\"['A', \"\"B's\"\"]\"\n");
        List<Row> rows = rows(new MovieLensFolder(folder));

        assertThat(rows).filteredOn(Row.OfItem.class::isInstance).hasSize(2);
        Row.OfItem cafe = (Row.OfItem) rows.getFirst();
        assertThat(cafe.item().title()).isEqualTo("Café Noir (1995)");
        assertThat(cafe.item().text()).isEqualTo("A café, at night.");
        assertThat(cafe.item().attributes())
                .containsEntry("genre", List.of("Action", "Drama"))
                .containsEntry("year", List.of("1995"));
        assertThat(rows)
                .filteredOn(Row.OfUser.class::isInstance)
                .extracting(row -> ((Row.OfUser) row).demographics().ageBand())
                .containsExactly("18-24", null);
        assertThat(rows)
                .filteredOn(Row.OfInteraction.class::isInstance)
                .singleElement()
                .satisfies(
                        row -> assertThat(((Row.OfInteraction) row).at()).isEqualTo(Instant.ofEpochSecond(881250949)));
        assertThat(rows)
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(row -> row.origin().part() + ":" + row.origin().line(), Row::user)
                .containsExactly(
                        tuple("u.item:3", null),
                        tuple("u.user:3", "9"),
                        tuple("u.data:2", "7"),
                        tuple("u.data:3", "7"));
    }

    @Test
    void readsMovieLens1M() throws IOException {
        Files.write(
                folder.resolve("movies.dat"),
                "1::Café: Noir (1995)::Action|Film-Noir\n2::Bare::\n3::short\n".getBytes(StandardCharsets.ISO_8859_1));
        write("users.dat", "7::F::1::10::48067\n8::M::56::16::70072-1234\n9::M::25::21::0\n10::M\n");
        write("ratings.dat", "7::1::5::978300760\n7::1::x::978300760\n8::1\n");
        List<Row> rows = rows(new MovieLensFolder(folder));
        Row.OfItem cafe = (Row.OfItem) rows.getFirst();
        assertThat(cafe.item().title()).isEqualTo("Café: Noir (1995)");
        assertThat(cafe.item().attributes())
                .isEqualTo(Map.of("genre", List.of("Action", "Film-Noir"), "year", List.of("1995")));
        assertThat(((Row.OfItem) rows.get(1)).item().attributes()).isEmpty();
        assertThat(rows)
                .filteredOn(Row.OfUser.class::isInstance)
                .extracting(row -> ((Row.OfUser) row).demographics())
                .extracting(User.Input::ageBand, User.Input::gender, User.Input::occupation)
                .containsExactly(
                        tuple("under-18", "female", "K-12 student"),
                        tuple("56-plus", "male", "self-employed"),
                        tuple("25-34", "male", null));
        assertThat(rows)
                .filteredOn(Row.OfInteraction.class::isInstance)
                .extracting(row -> (Row.OfInteraction) row)
                .extracting(Row.OfInteraction::user, Row.OfInteraction::rating, Row.OfInteraction::at)
                .containsExactly(tuple("7", 5f, Instant.ofEpochSecond(978300760)));
        assertThat(rows)
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(row -> row.origin().part() + ":" + row.origin().line(), Row::user)
                .containsExactly(
                        tuple("movies.dat:3", null),
                        tuple("users.dat:4", "10"),
                        tuple("ratings.dat:2", "7"),
                        tuple("ratings.dat:3", "8"));
    }

    @Test
    void readsMovieLens10MWhichIsInUtf8AndHasNoUsers() throws IOException {
        write("movies.dat", "1::Café Noir (1995)::(no genres listed)\n");
        Files.write(folder.resolve("ratings.dat"), "5::1::3.5::838985046\n".getBytes(StandardCharsets.US_ASCII));
        List<Row> rows = rows(new MovieLensFolder(folder));
        assertThat(((Row.OfItem) rows.getFirst()).item().title()).isEqualTo("Café Noir (1995)");
        assertThat(((Row.OfItem) rows.getFirst()).item().attributes()).containsOnlyKeys("year");
        assertThat(((Row.OfInteraction) rows.getLast()).rating()).isEqualTo(3.5f);
        Files.write(folder.resolve("movies.dat"), "1::Café Noir (1995)::Drama\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(((Row.Refused) rows(new MovieLensFolder(folder)).getFirst()).message())
                .contains("not valid UTF-8");
    }

    @Test
    void aReleaseThatIsReadAgainCountsFromItsBeginning() throws IOException {
        write("movies.dat", "1::A::Drama\n");
        write("ratings.dat", "5::1::3.5::838985046\n");
        MovieLensFolder source = new MovieLensFolder(folder);
        for (int i = 0; i < 2; i++) {
            List<Long> done = new ArrayList<>();
            source.read(row -> {}, done::add);
            assertThat(done).last().isEqualTo(source.size());
        }
    }

    @Test
    void readsTheLaterMovieLensFiles() throws IOException {
        write("movies.csv", "movieId,title,genres\n1,\"Heat, The (1995)\",Action|Crime\n2,Bare,(no genres listed)\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n5,1,4.5,964982703\n");
        List<Row> rows = rows(new MovieLensFolder(folder));
        assertThat(((Row.OfItem) rows.get(0)).item().attributes()).containsEntry("genre", List.of("Action", "Crime"));
        assertThat(((Row.OfItem) rows.get(1)).item().attributes()).isEmpty();
        assertThat(((Row.OfInteraction) rows.get(2)).rating()).isEqualTo(4.5f);
    }

    @Test
    void saysWhatAFolderLacks() throws IOException {
        assertThatThrownBy(() -> new MovieLensFolder(folder)).hasMessageContaining("expected u.data and u.item");
        assertThatThrownBy(() -> new MovieLensFolder(folder.resolve("none"))).isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> new CsvFolder(folder)).hasMessageContaining("interactions.csv");
        write("movies.csv", "id,name\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n");
        assertThatThrownBy(() -> rows(new MovieLensFolder(folder)))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("movies.csv")
                .hasMessageContaining("[id, name]")
                .hasMessageContaining("movieId");
    }

    @Test
    void readsAShopsOwnFiles() throws IOException {
        write("items.csv", "\uFEFFid,title,genre\nx,Lamp,light|home\n");
        write("users.csv", "id,age_band,region\nann,25-34,\n");
        write(
                "interactions.csv",
                "user,item,liked,time,reason\nann,x,true,2026-01-02T03:04:05Z,warm light\nann,x,0,1700000000,\nann,x,1,1700000000123,\nann,x,1,,\n");
        CsvFolder source = new CsvFolder(folder);
        assertThat(source.domain())
                .isEqualTo(new Domain.Input(folder.getFileName().toString(), null, null, null));
        List<Row> rows = rows(source);
        assertThat(((Row.OfItem) rows.get(0)).item().attributes()).isEqualTo(Map.of("genre", List.of("light", "home")));
        assertThat(((Row.OfUser) rows.get(1)).demographics().ageBand()).isEqualTo("25-34");
        assertThat(rows.subList(2, 6))
                .extracting(row -> ((Row.OfInteraction) row).at())
                .containsExactly(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Instant.ofEpochSecond(1700000000),
                        Instant.ofEpochMilli(1700000000123L),
                        null);
        assertThat(((Row.OfInteraction) rows.get(2)).reason()).isEqualTo("warm light");
    }

    @Test
    void aColumnThatIsNotReadEndsTheImport() throws IOException {
        write("interactions.csv", "user,item,liked,timestamp\nann,x,true,1700000000\n");
        assertThatThrownBy(() -> rows(new CsvFolder(folder)))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("interactions.csv has the columns [timestamp], which are not read")
                .hasMessageContaining("time, reason]");
        Files.delete(folder.resolve("interactions.csv"));
        write("users.csv", "id,age\nann,30\n");
        assertThatThrownBy(() -> rows(new CsvFolder(folder))).hasMessageContaining("users.csv has the columns [age]");
    }

    @Test
    void valuesOfAnAttributeHaveNoSpacesAroundThemAndNoneIsEmpty() throws IOException {
        write("items.csv", "id,title,genre,colour\nx,Lamp,Drama | War|| Film Noir |,|\n");
        assertThat(((Row.OfItem) rows(new CsvFolder(folder)).getFirst()).item().attributes())
                .isEqualTo(Map.of("genre", List.of("Drama", "War", "Film Noir")));
    }

    @Test
    void refusesOddRowsOneByOneAndKeepsTheOthers() throws IOException {
        Files.write(
                folder.resolve("items.csv"), "id,title\na,Caf\u00e9\nb,Good\n".getBytes(StandardCharsets.ISO_8859_1));
        write(
                "interactions.csv",
                "user,item,liked,rating,time\nu,b,maybe,,\nu,b,,four,\nu,b,true,,tomorrow\nu,b,true,,\n");
        assertThat(rows(new CsvFolder(folder)))
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(row -> row.origin().line() + " " + ((Row.Refused) row).field())
                .containsExactly("2 line", "2 liked", "3 rating", "4 time");
        assertThat(rows(new CsvFolder(folder))).hasSize(6);
    }

    @Test
    void aRefusedLineOfOwnFilesIsWhosItIs() throws IOException {
        write("items.csv", "id,title,user\na,Lamp,nobody,\n");
        write("users.csv", "id,age_band\nann,18-24,\n");
        write("interactions.csv", "user,item\nben,a,\n");
        assertThat(rows(new CsvFolder(folder)))
                .allMatch(Row.Refused.class::isInstance)
                .extracting(Row::user)
                .containsExactly(null, "ann", "ben");
    }

    @Test
    void rowsWhoseValuesStandInOtherColumnsAreRefused() throws IOException {
        write("items.csv", "id,title,text\na,Salt, Pepper and more,x\nb,Cut short\nc,Good,\n");
        assertThat(rows(new CsvFolder(folder)))
                .extracting(row -> row instanceof Row.Refused refused ? refused.message() : "taken")
                .satisfies(messages -> {
                    assertThat(messages.get(0)).startsWith("has 4 fields; expected 3");
                    assertThat(messages.get(1)).startsWith("has 2 fields; expected 3");
                    assertThat(messages.get(2)).isEqualTo("taken");
                });
        write("movies.csv", "movieId,title,genres\n1,Good, Bad and Ugly,Western\n");
        write("ratings.csv", "userId,movieId,rating,timestamp\n5,1,4\n");
        assertThat(rows(new MovieLensFolder(folder)))
                .allMatch(Row.Refused.class::isInstance)
                .extracting(Row::user)
                .containsExactly(null, "5");
    }

    @Test
    void anIdIsNoNameOfAFileElsewhere() throws IOException {
        Files.createDirectories(folder.resolve("set/posters"));
        Files.write(folder.resolve("secret.jpg"), new byte[] {1});
        Files.write(folder.resolve("set/posters/7.jpg"), new byte[] {1});
        write(
                "set/movies.csv",
                "movieId,title,genres\n../../secret,A,Drama\n" + folder.resolve("secret")
                        + ",B,Drama\nn\u0000ul,C,Drama\n7,D,Drama\n");
        write("set/ratings.csv", "userId,movieId,rating,timestamp\n");
        assertThat(rows(new MovieLensFolder(folder.resolve("set"))))
                .extracting(row -> ((Row.OfItem) row).picture() != null)
                .containsExactly(false, false, false, true);
    }

    @Test
    void aColumnThatStandsTwiceEndsTheImport() throws IOException {
        write("items.csv", "id,title,title\na,A,B\n");
        assertThatThrownBy(() -> rows(new CsvFolder(folder))).hasMessageContaining("title");
    }

    @Test
    void flagsMayBeWrittenAsOtherProgramsWriteThem() throws IOException {
        write("interactions.csv", "user,item,liked\nu,a,True\nu,b,FALSE\n");
        assertThat(rows(new CsvFolder(folder)))
                .extracting(row -> ((Row.OfInteraction) row).liked())
                .containsExactly(true, false);
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotFillTheMemory() throws IOException {
        write("items.csv", "id,title\na,\"never closed\n" + "b,row\n".repeat(2_000_000));
        assertThatThrownBy(() -> rows(new CsvFolder(folder)))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("longer than 10000000 characters")
                .hasMessageContaining("not closed");
    }

    @Test
    void anUnclosedQuoteEndsTheImportWithTheFilesName() throws IOException {
        write("items.csv", "id,title\na,\"never closed\n");
        assertThatThrownBy(() -> rows(new CsvFolder(folder)))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("items.csv");
    }

    @Test
    void anEmptyFileEndsTheImportAndAHeaderAloneHasNoRows() throws IOException {
        write("interactions.csv", "");
        assertThatThrownBy(() -> rows(new CsvFolder(folder)))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("interactions.csv has the columns []");
        write("interactions.csv", "user,item,liked");
        assertThat(rows(new CsvFolder(folder))).isEmpty();
    }

    @Test
    void aLineThatIsCutOffAtTheEndIsRefused() throws IOException {
        for (String cut : List.of("u,b", "u,b,tr,", "u,b,true,2026-01-0")) {
            write("interactions.csv", "\uFEFFuser,item,liked,time\r\nu,a,true,\r\n" + cut);
            assertThat(rows(new CsvFolder(folder)))
                    .as(cut)
                    .hasSize(2)
                    .last()
                    .isInstanceOf(Row.Refused.class)
                    .satisfies(row -> assertThat(row.origin().line()).isEqualTo(3));
        }
    }

    @Test
    void agesBecomeBands() {
        assertThat(List.of("0", "17", "18", "56", "130"))
                .extracting(AgeBand::of)
                .containsExactly("under-18", "under-18", "18-24", "56-plus", "56-plus");
        assertThat(AgeBand.of("-1")).isNull();
        assertThat(AgeBand.of("131")).isNull();
        assertThat(AgeBand.of("x")).isNull();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static List<Row> rows(ImportSource source) {
        List<Row> rows = new ArrayList<>();
        source.read(rows::add, done -> {});
        return rows;
    }
}
