package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
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

/** Writes chunks, each with the job's counts and position in one transaction: all of it is in, or nothing. */
@ApplicationScoped
class ChunkWriter {
    private final ItemService items;
    private final ItemImageService images;
    private final UserService users;
    private final InteractionCopy interactions;
    private final ImportJobs jobs;

    ChunkWriter(
            ItemService items,
            ItemImageService images,
            UserService users,
            InteractionCopy interactions,
            ImportJobs jobs) {
        this.items = items;
        this.images = images;
        this.users = users;
        this.interactions = interactions;
        this.jobs = jobs;
    }

    void write(ImportRun run, ImportTarget target, TargetDomains domains, Chunk chunk) {
        QuarkusTransaction.requiringNew().timeout(600).run(() -> {
            List<Row.Refused> refused = new ArrayList<>(chunk.refused());
            long before = refused.size();
            chunk.catalogue().forEach(row -> put(row, target, domains, refused));
            long put = chunk.catalogue().size() - (refused.size() - before);
            ImportJobs.Taken taken = interactions.copy(run, domains, target.namespace(), chunk.events(), refused);
            jobs.advance(
                    run.id(),
                    new ImportJobs.Taken(put + taken.accepted(), taken.known()),
                    refused,
                    chunk.position(),
                    chunk.done());
        });
    }

    private void put(Row row, ImportTarget target, TargetDomains domains, List<Row.Refused> refused) {
        try {
            switch (row) {
                case Row.OfItem item -> put(item, domains, refused);
                case Row.OfUser user -> {
                    users.check(target.namespace(), user.id(), user.demographics());
                    users.put(target.namespace(), user.id(), user.demographics());
                }
                case Row.OfInteraction event -> throw new IllegalStateException("an event is no catalogue row");
                case Row.Refused refusal -> refused.add(refusal);
            }
        } catch (RequestException e) {
            refused.add(refusal(
                    row,
                    e.errors().isEmpty()
                            ? new FieldError("row", e.getMessage())
                            : e.errors().getFirst()));
        } catch (IOException e) {
            refused.add(refusal(row, new FieldError("picture", "cannot be read: " + e.getMessage())));
        }
    }

    private void put(Row.OfItem item, TargetDomains domains, List<Row.Refused> refused) throws IOException {
        Domain domain = domains.find(item.domain());
        if (domain == null) {
            refused.add(refusal(item, domains.unknown(item.domain())));
            return;
        }
        // Checked first: a failure inside put would roll the whole chunk back.
        items.check(item.id(), item.item());
        items.put(domain.name(), item.id(), item.item());
        if (item.picture() != null) {
            images.put(domain.name(), item.id(), item.picture().read());
        }
    }

    private static Row.Refused refusal(Row row, FieldError error) {
        return new Row.Refused(row.origin(), error.field(), error.message(), row.user());
    }
}
