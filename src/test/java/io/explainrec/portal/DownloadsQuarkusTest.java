package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.catalog.imports.CsvFolder;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a list shows can be taken away, all of it, and opened without harm. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class DownloadsQuarkusTest {
    @Inject
    ImportService imports;

    @TempDir
    Path folder;

    @Test
    void aSearchKeepsItsFiltersAndFormulasBecomeText() {
        Api.put("/domains/csv", "{\"title\": \"Csv\"}").statusCode(200);
        Api.put(
                        "/domains/csv/items/a",
                        "{\"title\": \"=HYPERLINK(\\\"x\\\"), lamp\", \"text\": \"two\\nlines\","
                                + " \"attributes\": {\"genre\": [\"War\", \"Drama\"]}}")
                .statusCode(200);
        Api.put("/domains/csv/items/b", "{\"title\": \"-1 lamp\", \"attributes\": {\"genre\": [\"War\"]}}")
                .statusCode(200);
        Api.put("/domains/csv/items/c", "{\"title\": \"chair\"}").statusCode(200);
        PortalSession viewer = PortalSession.of("viewer");

        Response all = viewer.get("/catalogue/items.csv?domain=csv&q=lamp");
        assertThat(all.contentType()).startsWith("text/csv");
        assertThat(all.header("Content-Disposition")).isEqualTo("attachment; filename=\"items.csv\"");
        assertThat(all.asString()).isEqualTo("""
                domain,id,title,text,attributes\r
                csv,a,"'=HYPERLINK(""x""), lamp","two
                lines",genre=War|Drama\r
                csv,b,'-1 lamp,,genre=War\r
                """);
        assertThat(viewer.get("/catalogue?domain=csv&q=lamp").asString())
                .contains("href=\"/catalogue/items.csv?domain=csv&amp;q=lamp\"");
        assertThat(viewer.get("/catalogue/items.csv?domain=csv&attribute=genre%3DDrama")
                        .asString())
                .contains("csv,a,")
                .doesNotContain("csv,b,");
        assertThat(viewer.get("/catalogue/items.csv?domain=none").statusCode()).isEqualTo(404);
    }

    @Test
    void aHistoryHasEveryEventAndReason() {
        Api.put("/domains/csv", "{\"title\": \"Csv\"}").statusCode(200);
        Api.put("/domains/csv/items/h", "{\"title\": \"Lamp\"}").statusCode(200);
        String lines = IntStream.range(0, 205)
                .mapToObj(i -> "{\"user\": \"many\", \"namespace\": \"csv\", \"domain\": \"csv\", \"item\": \"h\","
                        + " \"liked\": true, \"occurredAt\": \"2025-01-01T00:%02d:%02dZ\"".formatted(i / 60, i % 60)
                        + (i == 204 ? ", \"reason\": {\"text\": \"@light\"}" : "") + "}")
                .collect(Collectors.joining("\n"));
        assertThat(Api.lines("/interactions", lines).statusCode()).isEqualTo(200);

        String[] rows = PortalSession.of("reviewer")
                .get("/users/history.csv?namespace=csv&id=many")
                .asString()
                .split("\r\n");
        assertThat(rows).hasSize(206);
        assertThat(rows[1]).isEqualTo("2025-01-01T00:03:24Z,csv,h,Lamp,true,,'@light,STATED,");
        assertThat(rows[205]).isEqualTo("2025-01-01T00:00:00Z,csv,h,Lamp,true,,,,");
    }

    @Test
    void refusedRowsAreAllThere() throws IOException {
        Files.writeString(
                folder.resolve("items.csv"),
                IntStream.range(0, 1005)
                        .mapToObj(i -> "i" + i + ",")
                        .collect(Collectors.joining("\n", "id,title\n", "\n")));
        ImportJob job = imports.run(new CsvFolder(folder), new ImportTarget("csv-refused", "csv"), done -> {});

        PortalSession reviewer = PortalSession.of("reviewer");
        assertThat(reviewer.get("/imports/" + job.id()).asString())
                .contains(
                        "Refused: 1,005 rows; 0 rows came in",
                        "The first 200 faults",
                        "/imports/" + job.id() + "/refused.csv");
        String[] rows =
                reviewer.get("/imports/" + job.id() + "/refused.csv").asString().split("\r\n");
        assertThat(rows).hasSize(1006).doesNotHaveDuplicates();
        assertThat(rows[0]).isEqualTo("file,line,field,expected,row");
        assertThat(rows[1]).startsWith("items.csv,2,title,");
    }
}
