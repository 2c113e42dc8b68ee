package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.ItemImageService;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.UserService;
import io.explainrec.platform.problem.FieldError;
import io.explainrec.platform.problem.RequestException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Runs imports: rows come in chunk by chunk, each chunk and the job's counts in one transaction. */
@ApplicationScoped
public class ImportService {
    private static final int CHUNK = 20_000;
    private static final int CATALOGUE_CHUNK = 200;

    private final DomainService domains;
    private final ItemService items;
    private final ItemImageService images;
    private final UserService users;
    private final InteractionCopy interactions;
    private final ImportJobs jobs;

    ImportService(
            DomainService domains,
            ItemService items,
            ItemImageService images,
            UserService users,
            InteractionCopy interactions,
            ImportJobs jobs) {
        this.domains = domains;
        this.items = items;
        this.images = images;
        this.users = users;
        this.interactions = interactions;
        this.jobs = jobs;
    }

    /**
     * Imports the source to its end. Rows that are refused are kept with the job and do not stop the others; running it
     * again changes nothing.
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

    /** As above, for a job that was begun. */
    void run(ImportRun run, ImportSource source, ImportTarget target, Consumer<Long> progress) {
        try {
            Intake intake = new Intake(run.id(), domain(source, target), target);
            source.read(intake::take, done -> {
                intake.done = done;
                progress.accept(done);
            });
            intake.flush();
            run.succeeded();
        } catch (RuntimeException e) {
            run.failed(e.getMessage());
            throw e;
        }
    }

    /** The target's domain, made where there is none; one that is there stays as it is, and must fit. */
    private Domain domain(ImportSource source, ImportTarget target) {
        Domain.Input brought = source.domain();
        if (brought == null) {
            return domains.get(target.domain());
        }
        Optional<Domain> existing = domains.find(target.domain());
        if (existing.isEmpty()) {
            return domains.put(target.domain(), brought, source.generated());
        }
        if (source.bringsScale() && !existing.get().hasScaleOf(brought)) {
            throw new ImportException(
                    "the domain '" + target.domain() + "' has " + existing.get().scale()
                            + ", and these data are on another scale; import them into another domain");
        }
        return existing.get();
    }

    /** Rows of one job that wait for their transaction. */
    private final class Intake {
        private final UUID job;
        private final Domain domain;
        private final ImportTarget target;
        private final List<Row> catalogue = new ArrayList<>();
        private final List<Row.OfInteraction> events = new ArrayList<>();
        private final List<Row.Refused> refused = new ArrayList<>();
        private long done;

        private Intake(UUID job, Domain domain, ImportTarget target) {
            this.job = job;
            this.domain = domain;
            this.target = target;
        }

        void take(Row row) {
            switch (row) {
                case Row.OfInteraction event -> {
                    flushCatalogue();
                    events.add(event);
                }
                case Row.Refused refusal -> refused.add(refusal);
                case Row.OfItem item -> catalogue.add(item);
                case Row.OfUser user -> catalogue.add(user);
            }
            if (catalogue.size() >= CATALOGUE_CHUNK) {
                flushCatalogue();
            }
            if (events.size() >= CHUNK || refused.size() >= CHUNK) {
                flush();
            }
        }

        void flush() {
            flushCatalogue();
            QuarkusTransaction.requiringNew().timeout(600).run(() -> {
                ImportJobs.Taken taken = interactions.copy(domain, target.namespace(), events, refused);
                jobs.advance(job, taken, refused, done);
            });
            events.clear();
            refused.clear();
        }

        private void flushCatalogue() {
            if (catalogue.isEmpty()) {
                return;
            }
            QuarkusTransaction.requiringNew().timeout(600).run(() -> {
                List<Row.Refused> refusals = new ArrayList<>();
                catalogue.forEach(row -> put(row, refusals));
                jobs.advance(job, new ImportJobs.Taken(catalogue.size() - (long) refusals.size(), 0), refusals, done);
            });
            catalogue.clear();
        }

        private void put(Row row, List<Row.Refused> refusals) {
            try {
                switch (row) {
                    case Row.OfItem item -> {
                        // Checked first: a failure inside put would roll the whole chunk back.
                        items.check(item.id(), item.item());
                        items.put(target.domain(), item.id(), item.item());
                        if (item.picture() != null) {
                            images.put(
                                    target.domain(), item.id(), item.picture().read());
                        }
                    }
                    case Row.OfUser user -> {
                        users.check(target.namespace(), user.id(), user.demographics());
                        users.put(target.namespace(), user.id(), user.demographics());
                    }
                    case Row.OfInteraction event -> throw new IllegalStateException("an event is no catalogue row");
                    case Row.Refused refusal -> refusals.add(refusal);
                }
            } catch (RequestException e) {
                List<FieldError> errors =
                        e.errors().isEmpty() ? List.of(new FieldError("row", e.getMessage())) : e.errors();
                FieldError first = errors.getFirst();
                refusals.add(new Row.Refused(row.origin(), first.field(), first.message(), row.user()));
            } catch (IOException e) {
                refusals.add(new Row.Refused(row.origin(), "picture", "cannot be read: " + e.getMessage()));
            }
        }
    }
}
