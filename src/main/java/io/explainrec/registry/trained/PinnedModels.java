package io.explainrec.registry.trained;

import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table of trained models that were activated; one is active, or none, and then the base serves. */
@ApplicationScoped
public class PinnedModels {
    private static final String SELECT = """
            SELECT name, sha256, base_sha256, decision_version, encoder_version_id, active, activated_at FROM trained_model
            """;

    private final Statements sql;

    PinnedModels(DataSource database) {
        sql = new Statements(database);
    }

    /** The one that serves; empty where the base does. */
    public Optional<PinnedModel> active() {
        return select("WHERE active").stream().findFirst();
    }

    /** One by its name; empty where it was never activated. */
    public Optional<PinnedModel> find(String name) {
        return select("WHERE name = ?", name).stream().findFirst();
    }

    /** All of them, newest first. */
    public List<PinnedModel> list() {
        return select("ORDER BY activated_at DESC, name");
    }

    /**
     * Makes a model the active one, and no other, with its decision layer, which is stored already. In the caller's transaction, which
     * activates the layer too.
     */
    public void activate(String name, String sha256, String baseSha256, String decisionVersion, int encoderVersionId) {
        deactivate();
        sql.execute("""
                INSERT INTO trained_model (name, sha256, base_sha256, decision_version, encoder_version_id, active)
                VALUES (?, ?, ?, ?, ?, true)
                ON CONFLICT (name) DO UPDATE SET decision_version = EXCLUDED.decision_version,
                  encoder_version_id = EXCLUDED.encoder_version_id, active = true, activated_at = now()
                """, name, sha256, baseSha256, decisionVersion, encoderVersionId);
    }

    /** Leaves none active. In the caller's transaction. */
    public void deactivate() {
        // Two activations wait for each other, so that the later one wins.
        sql.execute("LOCK TABLE trained_model IN SHARE ROW EXCLUSIVE MODE");
        sql.execute("UPDATE trained_model SET active = false WHERE active");
    }

    /** Forgets one that is not active; false where it is. */
    public boolean forget(String name) {
        sql.execute("DELETE FROM trained_model WHERE name = ? AND NOT active", name);
        return find(name).isEmpty();
    }

    private List<PinnedModel> select(String where, Object... parameters) {
        return sql.query(
                SELECT + where,
                row -> new PinnedModel(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getBoolean(6),
                        row.getTimestamp(7).toInstant()),
                parameters);
    }
}
