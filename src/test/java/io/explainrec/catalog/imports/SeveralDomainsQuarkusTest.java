package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.explainrec.Api;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose rows name their domains, and sources of lines. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SeveralDomainsQuarkusTest {
    @TempDir
    Path folder;

    @Inject
    ImportService imports;

    @Inject
    ImportJobs jobs;

    @Test
    void rowsComeIntoTheDomainsThatTheyName() throws IOException {
        amazon("u,books,1,5\nu,films,1,2\nu,music,1,4\nu,books,9,4\nu,,1,4\nu,books,1,6\n");
        ImportJob job = run("several");
        assertThat(job).returns(4L, ImportJob::accepted).returns(4L, ImportJob::rejected);
        assertThat(jobs.failures(job.id(), 0, 10))
                .extracting(ImportJob.Failure::message)
                .satisfies(messages -> {
                    assertThat(messages.get(0))
                            .isEqualTo("is 'music'; expected one of [books, films], the domains of this"
                                    + " source's items");
                    assertThat(messages.get(1)).contains("'9' is not in the domain 'several-books'");
                    assertThat(messages.get(2)).startsWith("is missing");
                    assertThat(messages.get(3)).contains("from 1.0 to 5.0");
                });
        Api.get("/domains/several-books/items").body("items", hasSize(1)).body("items[0].title", equalTo("Sea"));
        Api.get("/domains/several-films/items").body("items[0].title", equalTo("Heat"));
        Api.get("/users/u/interactions?namespace=several")
                .body("items.domain", hasItems("several-books", "several-films"))
                .body("items", hasSize(2));
        Api.get("/domains/several").statusCode(404);
        assertThat(run("several").known()).isEqualTo(2);
    }

    @Test
    void aDomainOnAnotherScaleStopsAllOfThem() throws IOException {
        Api.put("/domains/scales-films", "{\"title\": \"Mine\"}").statusCode(200);
        amazon("u,books,1,5\n");
        assertThatThrownBy(() -> run("scales"))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("'scales-films' has no ratings");
        Api.get("/domains/scales-books").statusCode(404);
    }

    @Test
    void linesOfTallrecComeInOnce() throws IOException {
        Files.writeString(
                folder.resolve("valid.jsonl"),
                TallrecFile.line("\"Sea, The\"", "\"Heat\"", "movie \"Lamp\"", "Yes.") + "\nbad\n"
                        + TallrecFile.line("", "", "movie \"Heat\"", "No."));
        ImportTarget target = new ImportTarget("lines", "lines");
        ImportJob job = imports.run(ImportFormat.TALLREC.open(folder), target, done -> {});
        assertThat(job).returns(3L + 4, ImportJob::accepted).returns(1L, ImportJob::rejected);
        assertThat(jobs.failures(job.id(), 0, 10)).singleElement().returns(2L, ImportJob.Failure::line);
        Api.get("/users/valid.jsonl:1/interactions?namespace=lines").body("items", hasSize(3));
        assertThat(imports.run(ImportFormat.TALLREC.open(folder), target, done -> {}))
                .returns(4L, ImportJob::known)
                .returns(1L, ImportJob::rejected);
    }

    private ImportJob run(String name) {
        return imports.run(new AmazonFolder(folder), new ImportTarget(name, name), done -> {});
    }

    private void amazon(String ratings) throws IOException {
        Files.writeString(folder.resolve("items.csv"), "item_id,domain,title,author\n1,books,Sea,Ann\n1,films,Heat,\n");
        Files.writeString(folder.resolve("ratings.csv"), "user_id,domain,item_id,rating\n" + ratings);
    }
}
