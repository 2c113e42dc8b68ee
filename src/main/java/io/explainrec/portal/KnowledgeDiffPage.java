package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeChange;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeSearch;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.platform.problem.Faults;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** What does one snapshot say that another does not, or says otherwise? */
@Path("/knowledge")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class KnowledgeDiffPage {
    private static final int MOST = 200;

    private final KnowledgeService knowledge;

    KnowledgeDiffPage(KnowledgeService knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * A thing that two snapshots say differently.
     *
     * @param before null where only the second says anything of it
     * @param after null where only the first does
     */
    public record Change(EntryLine before, EntryLine after) {
        /** What became of it: a finding, no finding any more, or another one. */
        public String what() {
            return !isFound(before) ? "new" : !isFound(after) ? "gone" : "changed";
        }

        private static boolean isFound(EntryLine line) {
            return line != null && line.entry().finding();
        }

        /** What names it. */
        public KnowledgeEntry entry() {
            return (after == null ? before : after).entry();
        }

        List<?> row() {
            return Arrays.asList(
                    what(),
                    entry().kind().label(),
                    entry().subject().domain(),
                    entry().subject().attribute(),
                    entry().subject().value(),
                    entry().given().json(),
                    before == null ? null : before.entry().statement(),
                    after == null ? null : after.entry().statement());
        }
    }

    /**
     * All changes from one snapshot to another.
     *
     * @param shown the first of them
     */
    public record Difference(Snapshot before, Snapshot after, List<Change> changes, List<Change> shown) {
        /** How many changes there are. */
        public long total() {
            return changes.size();
        }

        /** How many changes are of this sort. */
        public long count(String what) {
            return changes.stream().filter(change -> change.what().equals(what)).count();
        }
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance knowledgeDiff(Difference difference);
    }

    @GET
    @Path("diff")
    public TemplateInstance diff(@RestQuery String before, @RestQuery String after) {
        List<Change> changes = changes(before, after);
        return Templates.knowledgeDiff(new Difference(
                knowledge.get(KnowledgeService.id(before)),
                knowledge.get(KnowledgeService.id(after)),
                changes,
                changes.stream().limit(MOST).toList()));
    }

    /** All changes, as a table to take away. */
    @GET
    @Path("diff/changes.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response csv(@RestQuery String before, @RestQuery String after) {
        return new CsvFile(
                        "knowledge-changes",
                        List.of("what", "kind", "domain", "attribute", "value", "given", "before", "after"),
                        changes(before, after).stream().map(Change::row))
                .download();
    }

    private List<Change> changes(String before, String after) {
        new Faults()
                .requiredText("before", before, KnowledgeSearch.LONGEST)
                .requiredText("after", after, KnowledgeSearch.LONGEST)
                .throwIfAny();
        UUID first = KnowledgeService.id(before);
        UUID second = KnowledgeService.id(after);
        return knowledge.compare(first, second).stream()
                .map(change -> change(first, second, change))
                .toList();
    }

    private static Change change(UUID first, UUID second, KnowledgeChange change) {
        return new Change(
                change.before() == null ? null : EntryLine.of(first, change.before()),
                change.after() == null ? null : EntryLine.of(second, change.after()));
    }
}
