package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
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
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of 2 items and 25,000 events that end within their second chunk of events. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ResumedImportsQuarkusTest {
    private static final int EVENTS = 25_000;
    private static final int COMMITTED = 2 + 20_000;
    private static final int READ = 22_000;

    @TempDir
    Path folder;

    @Inject
    ImportService imports;

    @Inject
    ImportUploads uploads;

    @Inject
    ImportJobs jobs;

    @Inject
    DataSource database;

    @Test
    void goesOnBehindWhatWasCommitted() throws IOException {
        ImportTarget target = target("committed");
        ImportJob first = interrupted(target);
        assertThat(first.accepted()).isEqualTo(COMMITTED);
        ImportJob second = run(target);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second)
                .returns("succeeded", ImportJob::status)
                .returns(2L + EVENTS, ImportJob::accepted)
                .returns(0L, ImportJob::known)
                .returns("It went on behind 20,002 rows of an interrupted import.", ImportJob::message);
        assertThat(run(target)).returns((long) EVENTS, ImportJob::known).returns(null, ImportJob::message);
    }

    @Test
    void mayGrowBehindItsPosition() throws IOException {
        ImportTarget target = target("grown");
        interrupted(target);
        shop(EVENTS + 10, ResumedImportsQuarkusTest::timed);
        assertThat(run(target)).returns(2L + EVENTS + 10, ImportJob::accepted).returns(0L, ImportJob::known);
    }

    @Test
    void beginsAgainWhereItsFilesChanged() throws IOException {
        ImportTarget target = target("changed");
        ImportJob first = interrupted(target);
        shop(EVENTS, number -> number == 5 ? "u5,b,false,2026-01-01T00:00:00Z" : timed(number));
        assertThat(run(target))
                .returns(first.id(), ImportJob::id)
                .returns(2L + EVENTS, ImportJob::accepted)
                .returns(19_999L, ImportJob::known)
                .satisfies(job -> assertThat(job.message()).contains("began again"));
    }

    @Test
    void beginsAgainWhereItsFilesBecameShorter() throws IOException {
        ImportTarget target = target("shorter");
        interrupted(target);
        shop(10, ResumedImportsQuarkusTest::timed);
        assertThat(run(target)).returns(12L, ImportJob::accepted).returns(10L, ImportJob::known);
    }

    @Test
    void beginsAgainWhereItsDomainIsGone() throws IOException {
        ImportTarget target = target("gone");
        interrupted(target);
        execute("UPDATE domain SET name = 'resumed-elsewhere' WHERE name = '" + target.domain() + "'");
        assertThat(run(target)).returns(2L + EVENTS, ImportJob::accepted).returns(0L, ImportJob::known);
    }

    @Test
    void beginsAgainWhereThatIsAskedFor() throws IOException {
        ImportTarget target = target("asked");
        ImportJob first = interrupted(target);
        imports.forgetPosition(new CsvFolder(folder), target);
        ImportJob second = run(target);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second).returns(2L + EVENTS, ImportJob::accepted).returns(20_000L, ImportJob::known);
    }

    @Test
    void anotherTargetBeginsAnew() throws IOException {
        interrupted(target("here"));
        assertThat(run(target("there")))
                .returns(2L + EVENTS, ImportJob::accepted)
                .returns(0L, ImportJob::known);
    }

    @Test
    void refusedRowsAreCountedOnce() throws IOException {
        ImportTarget target = target("refused");
        shop(EVENTS, number -> number % 1000 == 0 ? "u,nowhere,true,2026-01-01T00:00:00Z" : timed(number));
        interrupt(target);
        assertThat(run(target))
                .returns(25L, ImportJob::rejected)
                .satisfies(job -> assertThat(jobs.failures(job.id(), 0, 100)).hasSize(25));
    }

    @Test
    void ofUntimedVerdictsTheFirstCountsInWhateverChunkTheOtherComes() throws IOException {
        ImportTarget target = target("untimed");
        shop(EVENTS, ResumedImportsQuarkusTest::contradicting);
        for (int times = 1; times <= 3; times++) {
            ImportJob job = run(target);
            assertThat(jobs.failures(job.id(), 0, 10))
                    .extracting(ImportJob.Failure::line)
                    .containsExactly(4L, 24_002L);
            assertThat(job).returns(2L, ImportJob::rejected).returns(times == 1 ? 1L : EVENTS - 2L, ImportJob::known);
            Api.get("/users/twice/interactions?namespace=" + target.namespace())
                    .body("items", hasSize(1))
                    .body("items[0].liked", equalTo(true));
        }
        execute("SELECT 1 / count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM import_verdict)) FROM domain");
    }

    @Test
    void theFirstUntimedVerdictCountsAcrossAnInterruption() throws IOException {
        ImportTarget target = target("untimed-interrupted");
        shop(EVENTS, ResumedImportsQuarkusTest::contradicting);
        interrupt(target);
        // Who is erased meanwhile does not stop it, and does not come back by rows that were committed.
        Api.delete("/users/u7?namespace=" + target.namespace()).statusCode(200);
        assertThat(run(target)).returns(2L, ImportJob::rejected).returns(1L, ImportJob::known);
        Api.get("/users/twice/interactions?namespace=" + target.namespace()).body("items", hasSize(1));
        Api.get("/users/u7?namespace=" + target.namespace()).statusCode(404);
    }

    @Test
    void anUploadGoesOnWhereItsProcessWasKilled() throws IOException {
        ImportTarget target = target("upload");
        shop(EVENTS, ResumedImportsQuarkusTest::timed);
        Path zip = ZipFiles.of(
                folder,
                Map.of(
                        "items.csv", Files.readString(folder.resolve("items.csv")),
                        "interactions.csv", Files.readString(folder.resolve("interactions.csv"))));
        UUID id;
        try (var archive = Files.newInputStream(zip)) {
            id = uploads.queue("csv", target, "upload", archive).id();
        }
        // The first process takes it up and ends within the second chunk, without a word.
        ImportRun run = jobs.claim().orElseThrow();
        assertThat(run.id()).isEqualTo(id);
        assertThatThrownBy(
                        () -> imports.run(run, new InterruptedSource(new CsvFolder(folder), READ), target, done -> {}))
                .isInstanceOf(InterruptedSource.Interruption.class);
        releaseLocks();
        uploads.work();
        assertThat(jobs.get(id))
                .returns("succeeded", ImportJob::status)
                .returns(2L + EVENTS, ImportJob::accepted)
                .returns(0L, ImportJob::known);
    }

    private ImportJob interrupted(ImportTarget target) throws IOException {
        shop(EVENTS, ResumedImportsQuarkusTest::timed);
        interrupt(target);
        return jobs.list(1).getFirst();
    }

    private void interrupt(ImportTarget target) {
        assertThatThrownBy(() -> imports.run(new InterruptedSource(new CsvFolder(folder), READ), target, done -> {}))
                .isInstanceOf(InterruptedSource.Interruption.class);
    }

    private ImportJob run(ImportTarget target) {
        return imports.run(new CsvFolder(folder), target, done -> {});
    }

    private void shop(int events, IntFunction<String> event) throws IOException {
        Files.writeString(folder.resolve("items.csv"), "id,title\na,Lamp\nb,Chair\n");
        Files.writeString(
                folder.resolve("interactions.csv"),
                IntStream.range(0, events)
                        .mapToObj(event)
                        .collect(Collectors.joining("\n", "user,item,liked,time\n", "\n")));
    }

    private static String timed(int number) {
        return "u" + number + ",a,true,2026-01-01T00:00:00Z";
    }

    /** The first says yes, the second yes again, the third no, and one in the second chunk no. */
    private static String contradicting(int number) {
        return switch (number) {
            case 0, 1 -> "twice,a,true,";
            case 2, 24_000 -> "twice,a,false,";
            default -> "u" + number + ",a,true,";
        };
    }

    private static ImportTarget target(String name) {
        return new ImportTarget("resumed-" + name, "resumed-" + name);
    }

    /** Ends the sessions that hold locks of imports, as the death of their process would. */
    private void releaseLocks() {
        execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
                + " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()");
    }

    private void execute(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
