package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.ItemImageService;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.Picture;
import io.explainrec.catalog.UserService;
import io.explainrec.platform.problem.FieldError;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.RequestException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            long put = 0;
            for (Row row : chunk.catalogue()) {
                put += put(row, target, domains, refused) ? 1 : 0;
            }
            ImportJobs.Taken taken = interactions.copy(run, domains, target.namespace(), chunk.events(), refused);
            jobs.advance(
                    run.id(),
                    new ImportJobs.Taken(put + taken.accepted(), taken.known()),
                    refused,
                    chunk.position(),
                    chunk.done());
        });
    }

    /** Whether the row is in. */
    private boolean put(Row row, ImportTarget target, TargetDomains domains, List<Row.Refused> refused) {
        try {
            switch (row) {
                case Row.OfItem item -> put(item, domains, refused);
                case Row.OfUser user -> {
                    users.check(target.namespace(), user.id(), user.demographics());
                    users.put(target.namespace(), user.id(), user.demographics());
                }
                case Row.OfInteraction event -> throw new IllegalStateException("an event is no catalogue row");
                case Row.Refused refusal -> throw new IllegalStateException("a refused row is no catalogue row");
            }
            return true;
        } catch (RequestException e) {
            refused.add(refusal(row, error(e, "row")));
            return false;
        }
    }

    private void put(Row.OfItem item, TargetDomains domains, List<Row.Refused> refused) {
        Domain domain = domains.find(item.domain());
        if (domain == null) {
            throw new InvalidInput(List.of(domains.unknown(item.domain())));
        }
        // Checked first: a failure inside put would roll the whole chunk back.
        items.check(item.id(), item.item());
        items.put(domain.name(), item.id(), item.item());
        if (item.picture() != null) {
            picture(item, refused).ifPresent(picture -> images.put(domain.name(), item.id(), picture));
        }
    }

    /** The picture; where it cannot be taken, that is told, and the item is in without it. */
    private static Optional<Picture> picture(Row.OfItem item, List<Row.Refused> refused) {
        String cause;
        try {
            return Optional.of(item.picture().read());
        } catch (RequestException e) {
            cause = error(e, "picture").message();
        } catch (IOException e) {
            cause = "cannot be read: " + e.getMessage();
        }
        refused.add(refusal(item, new FieldError("picture", "was left out, the item came in without it: " + cause)));
        return Optional.empty();
    }

    private static FieldError error(RequestException e, String otherwise) {
        return e.errors().isEmpty()
                ? new FieldError(otherwise, e.getMessage())
                : e.errors().getFirst();
    }

    private static Row.Refused refusal(Row row, FieldError error) {
        return new Row.Refused(row.origin(), error.field(), error.message(), row.user());
    }
}
