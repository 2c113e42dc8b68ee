package io.explainrec.catalog.imports;

import io.explainrec.catalog.DomainService;
import io.explainrec.platform.Folders;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.problem.DatabaseFault;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.platform.problem.TooLarge;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Archives that were sent to be imported: kept as files, worked off one after another in the background. An archive whose
 * import was killed is unpacked again, and its import goes on behind the rows that were committed.
 */
@ApplicationScoped
public class ImportUploads {
    private static final Logger LOG = Logger.getLogger(ImportUploads.class);
    private static final String ARCHIVE = ".zip";
    private static final Duration STRAY_AFTER = Duration.ofDays(1);

    private final Installation installation;
    private final ImportConfig config;
    private final ImportJobs jobs;
    private final ImportService imports;
    private final Clock clock;

    ImportUploads(Installation installation, ImportConfig config, ImportJobs jobs, ImportService imports, Clock clock) {
        this.installation = installation;
        this.config = config;
        this.jobs = jobs;
        this.imports = imports;
        this.clock = clock;
    }

    /**
     * Keeps the archive and queues its import.
     *
     * @param format name of an {@link ImportFormat}
     * @param source what the archive is called, to find it among others
     * @param archive a zip file of a folder of that format
     * @throws InvalidInput naming every wrong field
     * @throws TooLarge where the archive is larger than configured
     */
    public ImportJob queue(String format, ImportTarget target, String source, InputStream archive) throws IOException {
        ImportFormat known = ImportFormat.named(format).orElse(null);
        Faults faults = new Faults()
                .check(known != null, "format", "is '" + format + "'; expected one of " + ImportFormat.names());
        if (!Objects.equals(target.namespace(), target.domain())) { // called by the domain where none is given
            faults.id("namespace", target.namespace());
        }
        DomainService.checkName(faults, target.domain());
        faults.throwIfAny();
        UUID id = UUID.randomUUID();
        Path file = file(id);
        try {
            receive(archive, file);
            // Before the job is, or after a power cut it would have no archive.
            Folders.force(file);
            Folders.force(file.getParent());
            return jobs.queue(id, known, source, target);
        } catch (RuntimeException | IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void receive(InputStream archive, Path file) throws IOException {
        // What shops send names people, and the installation's folder is open to all who may enter the machine.
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
        long most = config.archiveBytes();
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (var out = Files.newOutputStream(file)) {
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                size += read;
                if (size > most) {
                    throw new TooLarge("An archive may have " + most
                            + " bytes; send it in parts, or use './explainrec import' on the folder.");
                }
                out.write(buffer, 0, read);
            }
        }
        byte[] head = new byte[2];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.read(head) < 2 || head[0] != 'P' || head[1] != 'K') {
                throw new InvalidInput("body", "is no zip file; send the folder as one");
            }
        }
    }

    /** Works off what waits. */
    @Scheduled(every = "${explainrec.imports.look-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @ActivateRequestContext
    void work() {
        try {
            workOff();
        } catch (RuntimeException e) {
            DatabaseFault.warnWhereAway(LOG, e);
        }
    }

    private void workOff() {
        jobs.closeAbandoned();
        for (var run = jobs.claim(); run.isPresent(); run = jobs.claim()) {
            UUID id = run.get().id();
            try (ImportRun claimed = run.get()) {
                work(claimed);
            }
            // Only after its end is written: an import that was killed finds its archive again.
            remove(id);
        }
    }

    private void work(ImportRun run) {
        ImportJob job = jobs.get(run.id());
        try {
            Folders.delete(folder(run.id()));
            // A source is named after its folder, and whoever sent it named the domain.
            Path named = folder(run.id()).resolve(job.domain());
            Archive.unpack(file(run.id()), named, config.unpackedBytes());
            ImportSource source = ImportFormat.named(job.format()).orElseThrow().open(named);
            imports.run(run, source, new ImportTarget(job.domain(), job.namespace()), done -> {});
        } catch (ImportException | RequestException e) {
            // Where it was unpacked here says nothing to whoever sent it.
            String unpacked = folder(run.id()).resolve(job.domain()).toString();
            run.failed(e.getMessage()
                    .replace("the folder " + unpacked, "the archive")
                    .replace(unpacked + "/", ""));
        } catch (RuntimeException e) {
            LOG.errorf(e, "import %s failed", run.id());
            run.failed("Something failed on our side; the log says why, under this import's id.");
        }
    }

    /** Refused rows are kept for a while, and archives without a job for a day. */
    @Scheduled(every = "24h", delayed = "10m")
    void forget() {
        jobs.forget(clock.instant().minus(config.failuresKept()));
        if (!Files.isDirectory(installation.uploads())) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(installation.uploads())) {
            for (Path file : files) {
                boolean old = Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(clock.instant().minus(STRAY_AFTER));
                if (old && !belongsToOpenJob(file.getFileName().toString())) {
                    Folders.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean belongsToOpenJob(String name) {
        try {
            return jobs.isOpen(UUID.fromString(name.replace(ARCHIVE, "")));
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
    }

    private void remove(UUID id) {
        Folders.delete(folder(id));
        Folders.delete(file(id));
    }

    private Path file(UUID id) {
        return installation.uploads().resolve(id + ARCHIVE);
    }

    private Path folder(UUID id) {
        return installation.uploads().resolve(id.toString());
    }
}
