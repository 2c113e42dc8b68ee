package io.explainrec.recommend.layer;

import io.explainrec.inference.LanguageModel;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table of decision layers. None is changed or taken away; one is active, or none. */
@ApplicationScoped
public class DecisionLayers {
    private final Statements sql;

    DecisionLayers(DataSource database) {
        sql = new Statements(database);
    }

    /** Newest first. */
    public List<StoredLayer> list() {
        return sql.query("""
                SELECT version, created_at, active, activated_at, (provenance->'data'->>'interactions')::bigint,
                  provenance->'space'->>'name', provenance->'space'->>'sha256'
                FROM decision_layer ORDER BY created_at DESC, version
                """, row -> {
            Timestamp activated = row.getTimestamp(4);
            return new StoredLayer(
                    row.getString(1),
                    row.getTimestamp(2).toInstant(),
                    row.getBoolean(3),
                    activated == null ? null : activated.toInstant(),
                    row.getLong(5),
                    row.getString(6) == null ? null : new Provenance.Space(row.getString(6), row.getString(7)));
        });
    }

    /**
     * What serves, as of one moment: a decision layer and a language model.
     *
     * @param version empty where the stated weights do
     * @param model the name of a trained model, or {@link LanguageModel#BASE}
     */
    public record Active(Optional<String> version, String model) {}

    /** What serves. */
    public Active active() {
        return sql.query(
                        "SELECT (SELECT version FROM decision_layer WHERE active), (SELECT name FROM trained_model WHERE active)",
                        row -> {
                            String trained = row.getString(2);
                            return new Active(
                                    Optional.ofNullable(row.getString(1)),
                                    trained == null ? LanguageModel.BASE : trained);
                        })
                .getFirst();
    }

    /** The newest in use that no language model was asked for; empty where there was none. */
    Optional<String> lastWithoutModel() {
        return sql
                .query(
                        "SELECT version FROM decision_layer WHERE activated_at IS NOT NULL"
                                + " AND provenance->'language' IS NULL ORDER BY activated_at DESC LIMIT 1",
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /**
     * What was stored.
     *
     * @throws NotFound where there is no such version
     * @throws io.explainrec.ml.evidence.ArtifactException where it cannot be read
     */
    public DecisionArtifact get(String version) {
        return sql.query("""
                        SELECT (layer || jsonb_build_object('provenance', provenance))::text, learned
                        FROM decision_layer WHERE version = ?
                        """, row -> new DecisionArtifact.Encoded(row.getString(1), row.getBytes(2)), version).stream()
                .findFirst()
                .map(encoded -> DecisionArtifact.decode("the stored decision layer " + version, encoded))
                .orElseThrow(() -> new NotFound("There is no decision layer '" + version
                        + "'; './explainrec model list' says which there are."));
    }

    boolean has(String version) {
        return !sql.query("SELECT 1 FROM decision_layer WHERE version = ?", row -> 1, version)
                .isEmpty();
    }

    /** Adds it where it is new; of the same version, what was there stays. */
    void store(DecisionArtifact artifact) {
        DecisionArtifact.Encoded encoded = artifact.encoded();
        sql.execute("""
                INSERT INTO decision_layer (version, provenance, layer, learned)
                SELECT ?, d->'provenance', d - 'provenance', ? FROM (SELECT ?::jsonb AS d) AS decision
                ON CONFLICT DO NOTHING
                """, artifact.layer().version(), encoded.learned(), encoded.decision());
    }

    /** Makes a stored version the active one, and no other. In the caller's transaction. */
    void activate(String version) {
        deactivate();
        sql.execute("UPDATE decision_layer SET active = true, activated_at = now() WHERE version = ?", version);
    }

    /** Leaves none active. */
    void deactivate() {
        // Two activations wait for each other, so that the later one wins.
        sql.execute("LOCK TABLE decision_layer IN SHARE ROW EXCLUSIVE MODE");
        sql.execute("UPDATE decision_layer SET active = false WHERE active");
    }
}
