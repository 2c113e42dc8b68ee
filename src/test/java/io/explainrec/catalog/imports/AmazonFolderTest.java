package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmazonFolderTest {
    @TempDir
    Path folder;

    @Test
    void itsRowsNameTheirDomains() throws IOException {
        write("items.csv", "\uFEFFitem_id,domain,title,author\r\n1,books,Sea,Ann\r\n1,Movies & TV,Sea,\r\n");
        write("ratings.csv", "user_id,domain,item_id,rating\r\nu,books,1,4\r\nu,Movies & TV,1,2.5\r\n");
        AmazonFolder source = new AmazonFolder(folder);
        assertThat(source.domains()).containsExactly("books", "movies-tv");
        assertThat(source.domain().likeThreshold()).isEqualTo(3f);
        List<Row> rows = rows();
        assertThat(rows.subList(0, 2))
                .extracting(
                        row -> ((Row.OfItem) row).domain(),
                        row -> ((Row.OfItem) row).item().attributes())
                .containsExactly(
                        tuple("books", java.util.Map.of("author", List.of("Ann"))),
                        tuple("movies-tv", java.util.Map.of()));
        assertThat(rows.subList(2, 4))
                .extracting(row -> ((Row.OfInteraction) row).domain(), row -> ((Row.OfInteraction) row).rating())
                .containsExactly(tuple("books", 4f), tuple("movies-tv", 2.5f));
    }

    @Test
    void itsTimesAreRead() throws IOException {
        write("items.csv", "item_id,domain,title\n1,books,Sea\n");
        for (String column : List.of("time", "timestamp")) {
            write(
                    "ratings.csv",
                    "user_id,domain,item_id,rating," + column
                            + "\nu,books,1,4,1369699200\nv,books,1,4,1588687728923\nw,books,1,4,\nx,books,1,4,28.5.2013\n");
            List<Row> rows = rows();
            assertThat(rows.subList(1, 4))
                    .extracting(row -> ((Row.OfInteraction) row).at())
                    .containsExactly(Instant.ofEpochSecond(1369699200), Instant.ofEpochMilli(1588687728923L), null);
            assertThat((Row.Refused) rows.get(4))
                    .extracting(Row.Refused::field, Row.Refused::user)
                    .containsExactly(column, "x");
        }
    }

    @Test
    void aColumnThatIsNotReadEndsTheImport() throws IOException {
        write("items.csv", "item_id,domain,title,author\n1,books,Sea,\n");
        write("ratings.csv", "user_id,domain,item_id,rating,unixReviewTime\nu,books,1,4,1369699200\n");
        assertThatThrownBy(this::rows)
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("ratings.csv has the columns [unixReviewTime], which are not read");
        write("items.csv", "item_id,domain,title,price\n1,books,Sea,5\n");
        assertThatThrownBy(this::rows).hasMessageContaining("items.csv has the columns [price]");
        assertThatThrownBy(() -> new AmazonFolder(folder).domains()).hasMessageContaining("[price]");
    }

    @Test
    void itsItemsAreReadOnceForTheirDomains() throws IOException {
        write("items.csv", "item_id,domain,title\n1,books,Sea\n");
        write("ratings.csv", "user_id,domain,item_id,rating\n");
        AmazonFolder source = new AmazonFolder(folder);
        assertThat(source.domains()).containsExactly("books");
        Files.delete(folder.resolve("items.csv"));
        assertThat(source.domains()).containsExactly("books");
    }

    @Test
    void oddRowsAreRefusedOneByOne() throws IOException {
        write("items.csv", "item_id,domain,title\n1,books,Sea\n2,books,a,b\n");
        write("ratings.csv", "user_id,domain,item_id,rating\nu,books,1,five\nu,books,1\nv,books,1,5");
        assertThat(rows())
                .filteredOn(Row.Refused.class::isInstance)
                .extracting(row -> row.origin().part() + ":" + row.origin().line(), Row::user)
                .containsExactly(tuple("items.csv:3", null), tuple("ratings.csv:2", "u"), tuple("ratings.csv:3", "u"));
    }

    @Test
    void saysWhatAFolderLacks() throws IOException {
        assertThatThrownBy(() -> new AmazonFolder(folder))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("item_id, domain, title");
        write("items.csv", "item_id,domain,title\n");
        write("ratings.csv", "user_id,domain,item_id,rating\n");
        assertThatThrownBy(() -> new AmazonFolder(folder).domains()).hasMessageContaining("no item with a domain");
        StringBuilder items = new StringBuilder("item_id,domain,title\n");
        for (int i = 0; i <= 100; i++) {
            items.append(i).append(",domain").append(i).append(",T\n");
        }
        write("items.csv", items.toString());
        assertThatThrownBy(() -> new AmazonFolder(folder).domains()).hasMessageContaining("more than 100");
        write("items.csv", "");
        assertThatThrownBy(() -> new AmazonFolder(folder).domains()).hasMessageContaining("expected at least");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        new AmazonFolder(folder).read(rows::add, done -> {});
        return rows;
    }
}
