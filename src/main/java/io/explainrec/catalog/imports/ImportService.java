package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.platform.problem.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs imports: rows come in chunk by chunk, each with the job's counts and its position in one transaction. One that was
 * interrupted goes on behind its position.
 */
@ApplicationScoped
public class ImportService {
    private final DomainService domains;
    private final ChunkWriter writer;
    private final ImportJobs jobs;

    ImportService(DomainService domains, ChunkWriter writer, ImportJobs jobs) {
        this.domains = domains;
        this.writer = writer;
        this.jobs = jobs;
    }

    /**
     * Imports the source to its end. Rows that are refused are kept with the job and do not stop the others; running it
     * again adds no event, and writes items and users again. Where the last import of the source to this target was
     * interrupted, it goes on behind the rows that were committed; it begins again where the source begins with other rows
     * now, or a domain of it is gone.
     *
     * @param progress takes how much of {@link ImportSource#size()} was read
     * @return the finished job
     * @throws ImportException where the source as a whole cannot be read; what came in before stays, and the job says so
     */
    public ImportJob run(ImportSource source, ImportTarget target, Consumer<Long> progress) {
        ImportRun run = jobs.begin(source, target);
        try (run) {
            run(run, source, target, progress);
        }
        return jobs.get(run.id());
    }

    /** Makes the next import of the source to this target read all rows, even where the last one was interrupted. */
    public void forgetPosition(ImportSource source, ImportTarget target) {
        jobs.forgetPositions(source, target);
    }

    /** As above, for a job that was begun. */
    void run(ImportRun run, ImportSource source, ImportTarget target, Consumer<Long> progress) {
        List<String> made = new ArrayList<>();
        try {
            jobs.total(run.id(), source.size());
            TargetDomains into = domains(source, target, made);
            String note = null;
            if (run.position().rows() > 0 && !made.isEmpty()) {
                run.restart();
                note = "A domain of an interrupted import was gone, so it began again.";
            }
            try {
                if (run.position().rows() > 0) {
                    note = String.format(
                            "It went on behind %,d rows of an interrupted import.",
                            run.position().rows());
                }
                read(run, source, target, into, progress);
            } catch (SourceChangedException e) {
                run.restart();
                note = "The source had changed since its import was interrupted, so it began again.";
                read(run, source, target, into, progress);
            }
            run.succeeded(note);
        } catch (RuntimeException e) {
            run.failed(e.getMessage());
            throw e;
        } finally {
            // Of data that were refused as a whole nothing stays.
            if (!made.isEmpty() && jobs.get(run.id()).accepted() == 0) {
                domains.removeEmpty(made);
            }
        }
    }

    private void read(
            ImportRun run, ImportSource source, ImportTarget target, TargetDomains into, Consumer<Long> progress) {
        Intake intake = new Intake(run.position(), chunk -> writer.write(run, target, into, chunk));
        source.read(intake::take, done -> {
            intake.progress(done);
            progress.accept(done);
        });
        intake.end();
    }

    /**
     * The target's domains, made where there are none; one that is there stays as it is, and must fit.
     *
     * @param made takes the names of those that were made
     */
    private TargetDomains domains(ImportSource source, ImportTarget target, List<String> made) {
        if (source.domain() == null) {
            return new TargetDomains(Map.of(TargetDomains.OWN, domains.get(target.domain())));
        }
        List<String> names = source.domains().isEmpty() ? List.of(TargetDomains.OWN) : source.domains();
        Faults faults = new Faults();
        names.forEach(name -> DomainService.checkName(faults, targetName(target, name)));
        faults.throwIfAny();
        names.forEach(name -> checkScale(source, targetName(target, name)));
        Map<String, Domain> byName = new HashMap<>();
        for (String name : names) {
            Optional<Domain> existing = domains.find(targetName(target, name));
            byName.put(name, existing.orElseGet(() -> {
                made.add(targetName(target, name));
                return make(source, target, name);
            }));
        }
        return new TargetDomains(byName);
    }

    private static String targetName(ImportTarget target, String name) {
        return target.domain(name.equals(TargetDomains.OWN) ? null : name);
    }

    private void checkScale(ImportSource source, String name) {
        domains.find(name)
                .filter(existing -> source.bringsScale() && !existing.hasScaleOf(source.domain()))
                .ifPresent(existing -> {
                    throw new ImportException("the domain '" + name + "' has " + existing.scale()
                            + ", and these data are on another scale; import them into another domain");
                });
    }

    private Domain make(ImportSource source, ImportTarget target, String name) {
        Domain.Input brought = source.domain();
        Domain.Input own = name.equals(TargetDomains.OWN)
                ? brought
                : new Domain.Input(
                        brought.title() + ": " + name,
                        brought.likeThreshold(),
                        brought.ratingLow(),
                        brought.ratingHigh());
        return domains.put(targetName(target, name), own, source.generated());
    }
}
