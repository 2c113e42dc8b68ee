package io.explainrec.portal;

import io.explainrec.catalog.Page;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.platform.problem.Faults;
import io.explainrec.recommend.EvidenceStateLoader;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/** What does a snapshot say, and how sure is each thing that it says? */
@Path("/knowledge")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SnapshotPages {
    private static final int PAGE = 50;
    /** Entries of a file that are in memory at once. */
    private static final int CSV_PAGE = 5_000;

    private final KnowledgeService knowledge;
    private final KnowledgeUses uses;
    private final Visitor visitor;
    private final EvidenceStateLoader states;

    SnapshotPages(KnowledgeService knowledge, KnowledgeUses uses, Visitor visitor, EvidenceStateLoader states) {
        this.knowledge = knowledge;
        this.uses = uses;
        this.visitor = visitor;
        this.states = states;
    }

    /**
     * Which entries are shown.
     *
     * @param kind null for all
     * @param all whether also what does not count as found
     */
    public record Filter(KnowledgeKind kind, boolean all) {
        static Filter of(String kind, boolean all) {
            Optional<KnowledgeKind> known =
                    Optional.ofNullable(PageValues.orNull(kind)).flatMap(KnowledgeKind::labelled);
            new Faults()
                    .check(
                            PageValues.orNull(kind) == null || known.isPresent(),
                            "kind",
                            "is '" + kind + "'; expected one of " + KnowledgeKind.labels())
                    .throwIfAny();
            return new Filter(known.orElse(null), all);
        }

        /** As addresses name the kind; empty for all. */
        public String label() {
            return kind == null ? "" : kind.label();
        }

        /** The query of a link that keeps it. */
        public String query() {
            return "kind=" + label() + "&all=" + all;
        }
    }

    /**
     * An entry as its page shows it.
     *
     * @param interval null where there is nothing to compare with
     * @param outdated whether its time has passed, by the newest interaction
     * @param uses recommendations that it spoke for; null for those who may see nobody's
     */
    public record Told(
            EntryLine line,
            List<EntryFigures.Figure> figures,
            DifferenceInterval interval,
            boolean outdated,
            KnowledgeUses.Uses uses) {
        public int lookedAt() {
            return KnowledgeUses.LOOKED_AT;
        }
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance snapshot(
                Snapshot snapshot, Filter filter, List<KnowledgeKind> kinds, Page<EntryLine> entries);

        static native TemplateInstance entry(Snapshot snapshot, KnowledgeEntry entry, Told told);
    }

    @GET
    @Path("{id}")
    public TemplateInstance snapshot(
            UUID id,
            @RestQuery String kind,
            @RestQuery @DefaultValue("false") boolean all,
            @RestQuery @DefaultValue("0") int after) {
        Filter filter = Filter.of(kind, all);
        new Faults()
                .check(
                        after >= 0 && after <= Integer.MAX_VALUE - PAGE - 1,
                        "after",
                        "is " + after + "; expected a number of entries")
                .throwIfAny();
        Snapshot snapshot = knowledge.get(id);
        return Templates.snapshot(
                snapshot,
                filter,
                List.of(KnowledgeKind.values()),
                snapshot.ready() ? page(id, filter, after, PAGE) : new Page<>(List.of(), null));
    }

    /** A snapshot does not change, so that a page begins behind so many entries. */
    private Page<EntryLine> page(UUID id, Filter filter, int after, int size) {
        List<KnowledgeEntry> found = knowledge.entries(id, filter.kind(), !filter.all(), after, size + 1);
        return new Page<>(
                found.stream().limit(size).map(entry -> EntryLine.of(id, entry)).toList(),
                found.size() > size ? Integer.toString(after + size) : null);
    }

    /** All entries that the filter lets through, as a table to take away. */
    @GET
    @Path("{id}/entries.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(UUID id, @RestQuery String kind, @RestQuery @DefaultValue("false") boolean all) {
        Filter filter = Filter.of(kind, all);
        Stream<EntryLine> entries =
                CsvFile.all(after -> page(id, filter, after == null ? 0 : Integer.parseInt(after), CSV_PAGE));
        return new CsvFile("knowledge", EntryLine.HEADER, entries.map(EntryLine::row)).download();
    }

    @GET
    @Path("{id}/entry")
    public TemplateInstance entry(
            UUID id,
            @RestQuery String kind,
            @RestQuery String domain,
            @RestQuery String attribute,
            @RestQuery String value,
            @RestQuery String given) {
        KnowledgeEntry.Key key = new EntryAddress(kind, domain, attribute, value, given).key();
        Snapshot snapshot = knowledge.get(id);
        KnowledgeEntry entry = knowledge.get(id, key);
        boolean compared = entry.statistics().difference() != null;
        // As decisions go by it, or all that is known of an imported past would be told to be outdated while it
        // decides.
        LocalDate newest = LocalDate.ofInstant(states.state().asOf(), ZoneOffset.UTC);
        return Templates.entry(
                snapshot,
                entry,
                new Told(
                        EntryLine.of(id, entry),
                        EntryFigures.of(entry, snapshot.rules()),
                        compared ? DifferenceInterval.of(entry.statistics()) : null,
                        !newest.isBefore(entry.validUntil()),
                        visitor.seesPersons() ? uses.of(id, entry) : null));
    }
}
