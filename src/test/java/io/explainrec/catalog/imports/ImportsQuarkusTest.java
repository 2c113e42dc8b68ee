package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.explainrec.Api;
import io.explainrec.catalog.ErasureService;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.LockWaits;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ImportsQuarkusTest {
    @TempDir
    Path folder;

    @Inject
    ImportService imports;

    @Inject
    ImportUploads uploads;

    @Inject
    ImportJobs jobs;

    @Inject
    ImportFailures failures;

    @Inject
    ErasureService erasure;

    @Test
    void ofAnImportThatIsRefusedWholeNoDomainStays() throws IOException {
        Files.writeString(folder.resolve("items.csv"), "no,columns\n");
        Files.writeString(folder.resolve("interactions.csv"), "none,either\n");
        ImportSource source = ImportFormat.CSV.open(folder);
        assertThatThrownBy(() -> imports.run(source, target("refused-whole"), done -> {}))
                .isInstanceOf(ImportException.class);
        Api.get("/domains/" + target("refused-whole").domain()).statusCode(404);
    }

    @Test
    void whereUsersAloneCameInTheDomainStays() throws IOException {
        Files.writeString(folder.resolve("users.csv"), "id\nann\n");
        assertThat(run(target("users-alone")).accepted()).isEqualTo(1);
        Api.get("/domains/" + target("users-alone").domain()).statusCode(200);
    }

    @Test
    void aSecondImportBringsNothingIn() throws IOException {
        ImportTarget target = target("twice");
        shop("u,a,true,2026-01-01T00:00:00Z,\nu,b,false,,\n");
        ImportJob first = run(target);
        assertThat(first.known()).isZero();
        assertThat(first.accepted()).isEqualTo(4);
        ImportJob second = run(target);
        assertThat(second.status()).isEqualTo("succeeded");
        assertThat(second.known()).isEqualTo(2);
        history(target, "u").body("items", hasSize(2));
    }

    @Test
    void anEventWithoutATimeIsNewWhereTheVerdictChanged() throws IOException {
        ImportTarget target = target("untimed");
        shop("u,a,true,,\n");
        run(target);
        shop("u,a,false,,\n");
        assertThat(run(target).known()).isZero();
        history(target, "u").body("items", hasSize(2)).body("items[0].liked", equalTo(false));
    }

    @Test
    void ofContradictingVerdictsAtOneTimeTheFirstStays() throws IOException {
        ImportTarget target = target("contradiction");
        shop("u,a,true,2026-01-01T00:00:00Z,good\nu,a,false,2026-01-01T00:00:00Z,bad\n");
        ImportJob job = run(target);
        assertThat(job.rejected()).isEqualTo(1);
        assertThat(jobs.failures(job.id(), 0, 10)).singleElement().satisfies(failure -> {
            assertThat(failure.line()).isEqualTo(3);
            assertThat(failure.message()).contains("contradicts");
        });
        history(target, "u").body("items[0].liked", equalTo(true)).body("items[0].reasons[0].text", equalTo("good"));
    }

    @Test
    void aUserWhoStandsTwiceIsAsTheLastRowSays() throws IOException {
        ImportTarget target = target("people");
        Files.writeString(folder.resolve("users.csv"), "id,age_band\nann,18-24\nann,25-34\n");
        assertThat(run(target)).returns(2L, ImportJob::accepted).returns(0L, ImportJob::rejected);
        Api.get("/users/ann?namespace=" + target.namespace()).body("ageBand", equalTo("25-34"));
    }

    @Test
    void refusedRowsGoWithThePerson() throws IOException {
        ImportTarget target = target("erased");
        shop("u,a,true,2026-01-01T00:00:00Z,\nu,nowhere,true,2026-01-01T00:00:00Z,secret words\n");
        ImportJob job = run(target);
        Api.get("/users/u/export?namespace=" + target.namespace())
                .body("refusedImportRows", hasSize(1))
                .body("refusedImportRows[0].excerpt", containsString("secret words"));
        Api.delete("/users/u?namespace=" + target.namespace()).body("counts.refusedImportRows", equalTo(1));
        assertThat(jobs.failures(job.id(), 0, 10)).isEmpty();
        assertThat(jobs.get(job.id()).rejected()).isEqualTo(1);
    }

    @Test
    void rowsOfSomebodyWhoIsNoUserGoByTheirName() throws IOException {
        ImportTarget target = target("nameless");
        Files.writeString(folder.resolve("users.csv"), "id,age_band\nshifted,18-24,secret\n");
        shop("parsed,a,maybe,,secret words\ncopied,nowhere,true,,secret words\n");
        ImportJob job = run(target);
        assertThat(jobs.failures(job.id(), 0, 10)).hasSize(3);
        for (String person : List.of("shifted", "parsed", "copied")) {
            String path = "/users/" + person + "?namespace=" + target.namespace();
            Api.get(path).statusCode(404);
            Api.get("/users/" + person + "/export?namespace=" + target.namespace())
                    .statusCode(200)
                    .body("user", nullValue())
                    .body("refusedImportRows", hasSize(1))
                    .body("refusedImportRows[0].excerpt", containsString("secret"));
            Api.delete(path.replace("imports-", "other-")).statusCode(404);
            Api.delete(path)
                    .statusCode(200)
                    .body("id", notNullValue())
                    .body("counts.refusedImportRows", equalTo(1))
                    .body("counts.users", equalTo(0));
            Api.delete(path).statusCode(404);
            Api.get("/users/" + person + "/export?namespace=" + target.namespace())
                    .statusCode(404);
        }
        assertThat(jobs.failures(job.id(), 0, 10)).isEmpty();
    }

    @Test
    void anErasureThatEndsWhileAChunkComesInStopsNothing() throws IOException {
        ImportTarget target = target("meanwhile");
        Files.writeString(folder.resolve("users.csv"), "id\nann\nben\n");
        shop("ann,a,true,2026-01-01T00:00:00Z,\nben,a,true,2026-01-01T00:00:00Z,\n");
        run(target);
        for (String file : List.of("interactions.csv", "users.csv")) {
            shop("ann,b,true,2026-01-02T00:00:00Z,\nben,b,true,2026-01-02T00:00:00Z,\n");
            Files.writeString(folder.resolve("users.csv"), "id,age_band\nann,18-24\nben,18-24\n");
            Files.delete(folder.resolve(file.equals("users.csv") ? "interactions.csv" : "users.csv"));
            CompletableFuture<ImportJob> imported = QuarkusTransaction.requiringNew()
                    .call(() -> {
                        erasure.erase(target.namespace(), "ann");
                        CompletableFuture<ImportJob> running = CompletableFuture.supplyAsync(() -> run(target));
                        LockWaits.await(database);
                        return running;
                    });
            assertThat(imported.join()).returns("succeeded", ImportJob::status).returns(0L, ImportJob::rejected);
        }
        history(target, "ann").body("items", hasSize(0));
        history(target, "ben").body("items", hasSize(2));
    }

    /** In a shop of single pieces what was bought is retired before it is judged. */
    @Test
    void whatIsSaidOfARetiredItemComesIn() throws IOException {
        ImportTarget target = target("retired");
        shop("ann,a,true,2026-01-01T00:00:00Z,\n");
        run(target);
        Api.delete("/domains/" + target.domain() + "/items/b").statusCode(204);
        shop("ann,b,false,2026-01-02T00:00:00Z,\n");
        Files.delete(folder.resolve("items.csv"));
        assertThat(run(target)).returns(1L, ImportJob::accepted).returns(0L, ImportJob::rejected);
        history(target, "ann").body("items", hasSize(2));
    }

    @Test
    void aReasonIsOfTheVerdictThatItCameWith() throws IOException {
        ImportTarget target = target("reason");
        shop("u,a,true,2026-01-01T00:00:00Z,\nu,a,false,2026-01-01T00:00:00Z,hated it\n");
        assertThat(run(target).rejected()).isEqualTo(1);
        history(target, "u").body("items[0].liked", equalTo(true)).body("items[0].reasons", hasSize(0));
    }

    @Test
    void allFaultsOfALineAreKeptAndReadInPortions() throws IOException {
        shop("");
        ImportJob job = run(target("portions"));
        Row.Origin line = new Row.Origin("books.jsonl", 2, "a line");
        failures.add(
                job.id(),
                List.of(
                        new Row.Refused(new Row.Origin("books.jsonl", 3, "another"), "item", "third"),
                        new Row.Refused(line, "item", "first"),
                        new Row.Refused(line, "item", "second")));
        List<String> read = new ArrayList<>();
        for (var page = jobs.failures(job.id(), 0, 1);
                !page.isEmpty();
                page = jobs.failures(job.id(), page.getLast().number(), 1)) {
            read.add(page.getFirst().message());
        }
        assertThat(read).containsExactly("first", "second", "third");
    }

    @Test
    void anItemIsInThoughItsPictureIsBroken() throws IOException {
        ImportTarget target = target("broken-picture");
        Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n1,A,Drama\n");
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\n1,1,4,964982703\n");
        Files.createDirectory(folder.resolve("posters"));
        Files.writeString(folder.resolve("posters/1.jpg"), "no picture");
        ImportJob job = imports.run(new MovieLensFolder(folder), target, done -> {});
        assertThat(job).returns(2L, ImportJob::accepted).returns(1L, ImportJob::rejected);
        assertThat(jobs.failures(job.id(), 0, 10)).singleElement().satisfies(failure -> {
            assertThat(failure.field()).isEqualTo("picture");
            assertThat(failure.message()).contains("came in without it", "no picture that is read here");
        });
        history(target, "1").body("items", hasSize(1));
    }

    @Test
    void aDomainOnAnotherScaleIsLeftAlone() throws IOException {
        ImportTarget target = target("scale");
        Api.put("/domains/" + target.domain(), "{\"title\": \"Mine\"}").statusCode(200);
        Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n1,A,Drama\n");
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\n1,1,4,964982703\n");
        assertThatThrownBy(() -> imports.run(new MovieLensFolder(folder), target, done -> {}))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("no ratings");
        assertThat(jobs.list(1).getFirst())
                .returns("failed", ImportJob::status)
                .satisfies(job -> assertThat(job.message()).contains("another domain"));
        Api.get("/domains/" + target.domain() + "/items").body("items", hasSize(0));
    }

    @Test
    void anUploadedArchiveIsImportedInTheBackground() throws IOException {
        ImportTarget target = target("upload");
        Path zip = ZipFiles.of(
                folder,
                Map.of(
                        "shop/items.csv", "id,title\na,Lamp\n",
                        "shop/interactions.csv", "user,item,liked,time\nu,a,true,2026-01-01T00:00:00Z\nu,b,true,\n"));
        String id = upload(target, "csv", Files.readAllBytes(zip))
                .then()
                .statusCode(202)
                .body("status", equalTo("queued"))
                .extract()
                .path("id");
        uploads.work();
        Api.get("/imports/" + id)
                .body("status", equalTo("succeeded"))
                .body("accepted", equalTo(2))
                .body("rejected", equalTo(1));
        Api.get("/imports/" + id + "/failures")
                .body("[0].field", equalTo("item"))
                .body("[0].line", equalTo(3));
        history(target, "u").body("items", hasSize(1));
        assertThat(Installation.configured().uploads()).isEmptyDirectory();
    }

    @Test
    void aBadUploadIsRefusedWithItsFields() {
        upload(new ImportTarget("No Domain", " x"), "xml", new byte[] {'P', 'K'})
                .then()
                .statusCode(400)
                .body("errors.field", hasItems("format", "domain", "namespace"));
        upload(target("text"), "csv", "not a zip".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("no zip file"));
    }

    @Test
    void aBrokenArchiveFailsWithTheCause() throws IOException {
        Path zip = ZipFiles.of(folder, Map.of("readme.txt", "nothing to import"));
        String id =
                upload(target("broken"), "movielens", Files.readAllBytes(zip)).path("id");
        uploads.work();
        Api.get("/imports/" + id)
                .body("status", equalTo("failed"))
                .body("message", startsWith("the archive is no MovieLens release"));
    }

    @Test
    void aDomainThatAnUploadMakesIsCalledByItsNameWhateverTheArchivesFolderIsCalled() throws IOException {
        for (String file : List.of("items.csv", "folder/items.csv")) {
            ImportTarget target = target(file.replaceAll("\\W", "-"));
            upload(target, "csv", Files.readAllBytes(ZipFiles.of(folder, Map.of(file, "id,title\na,Lamp\n"))));
            uploads.work();
            Api.get("/domains/" + target.domain()).body("title", equalTo(target.domain()));
        }
    }

    @Test
    void anUploadWhoseProcessWasKilledBeginsAgain() throws IOException {
        ImportTarget target = target("killed");
        Path zip = ZipFiles.of(folder, Map.of("items.csv", "id,title\na,Lamp\n"));
        UUID id = UUID.fromString(upload(target, "csv", Files.readAllBytes(zip)).path("id"));
        assertThat(jobs.claim().orElseThrow().id()).isEqualTo(id);
        // What a killed process leaves: the job runs, and nobody holds its lock.
        jobs.closeAbandoned();
        assertThat(jobs.get(id).status()).isEqualTo("running");
        releaseLocks();
        uploads.work();
        assertThat(jobs.get(id)).returns("succeeded", ImportJob::status).returns(1L, ImportJob::accepted);
    }

    @Test
    void aCommandWhoseProcessWasKilledHasFailed() throws IOException {
        shop("");
        UUID id = jobs.begin(new CsvFolder(folder), target("killed-command")).id();
        releaseLocks();
        jobs.closeAbandoned();
        assertThat(jobs.get(id))
                .returns("failed", ImportJob::status)
                .satisfies(job -> assertThat(job.message()).contains("killed"));
    }

    @Inject
    javax.sql.DataSource database;

    /** Ends the sessions that hold locks of imports, as the death of their process would. */
    private void releaseLocks() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
                    + " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private ImportJob run(ImportTarget target) {
        return imports.run(new CsvFolder(folder), target, done -> {});
    }

    private void shop(String events) throws IOException {
        Files.writeString(folder.resolve("items.csv"), "id,title\na,Lamp\nb,Chair\n");
        Files.writeString(folder.resolve("interactions.csv"), "user,item,liked,time,reason\n" + events);
    }

    private static ImportTarget target(String name) {
        return new ImportTarget("imports-" + name, "imports-" + name);
    }

    private static io.restassured.response.ValidatableResponse history(ImportTarget target, String user) {
        return Api.get("/users/" + user + "/interactions?namespace=" + target.namespace());
    }

    private static Response upload(ImportTarget target, String format, byte[] archive) {
        return Api.backend()
                .urlEncodingEnabled(true)
                .contentType("application/zip")
                .queryParam("format", format)
                .queryParam("domain", target.domain())
                .queryParam("namespace", target.namespace())
                .body(archive)
                .post("/api/v1/imports");
    }
}
