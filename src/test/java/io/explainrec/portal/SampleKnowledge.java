package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeBuilder;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.platform.postgres.Statements;
import jakarta.inject.Singleton;
import java.util.List;
import javax.sql.DataSource;

/** Two snapshots of what the shop's people like, of which the later one is active and found more. */
@Singleton
class SampleKnowledge {
    private final KnowledgeBuilder builder;
    private final KnowledgeService knowledge;
    private final DataSource database;

    SampleKnowledge(KnowledgeBuilder builder, KnowledgeService knowledge, DataSource database) {
        this.builder = builder;
        this.knowledge = knowledge;
        this.database = database;
    }

    /** Builds them, and gives one address of every kind of page about them. */
    List<String> build() {
        Snapshot before = builder.build("sample", false);
        Snapshot after = builder.build("sample", false);
        knowledge.activate(before.id().toString(), "sample");
        knowledge.activate(after.id().toString(), "sample");
        KnowledgeEntry found = knowledge.entries(after.id(), null, true).getFirst();
        new Statements(database)
                .execute(
                        "DELETE FROM kb_entry WHERE snapshot_id = ? AND kind = ?",
                        before.id(),
                        found.kind().label());
        return List.of(
                "knowledge",
                "knowledge?text=young+people+and+war",
                "knowledge?domain=" + found.subject().domain() + "&attribute="
                        + found.subject().attribute(),
                "knowledge?value=nothing-has-this-value",
                "knowledge/" + after.id(),
                "knowledge/" + before.id() + "?kind=" + found.kind().label(),
                EntryLine.of(after.id(), found).address().substring(1),
                "knowledge/diff?before=" + before.id() + "&after=" + after.id());
    }
}
