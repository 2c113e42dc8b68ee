package io.explainrec.recommend.layer;

import io.explainrec.inference.LanguageModel;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The table of decision layers. One is active, or none. An activation never brings back who was erased: a layer may serve that was fitted
 * after as many erasures as the active one. What others learned is taken away; the rest of them stays, and nothing else changes.
 */
@ApplicationScoped
public class DecisionLayers {
    /** Erasures that what serves is behind: of the stated weights all, since they know nobody. It only ever grows. */
    private static final String SERVED =
            "coalesce((SELECT erasures FROM decision_layer WHERE active), (SELECT count(*) FROM erased_user))";

    private final Statements sql;

    DecisionLayers(DataSource database) {
        sql = new Statements(database);
    }

    /** Newest first. */
    public List<StoredLayer> list() {
        return sql.query("""
                SELECT version, created_at, active, activated_at, (provenance->'data'->>'interactions')::bigint,
                  erasures < (SELECT count(*) FROM erased_user), provenance->'space'->>'name', provenance->'space'->>'sha256'
                FROM decision_layer ORDER BY created_at DESC, version
                """, row -> {
            Timestamp activated = row.getTimestamp(4);
            return new StoredLayer(
                    row.getString(1),
                    row.getTimestamp(2).toInstant(),
                    row.getBoolean(3),
                    activated == null ? null : activated.toInstant(),
                    row.getLong(5),
                    row.getBoolean(6),
                    space(row, 7));
        });
    }

    /**
     * What serves, as of one moment: a decision layer and a language model.
     *
     * @param version empty where the stated weights do
     * @param model the name of a trained model, or {@link LanguageModel#BASE}
     */
    public record Active(Optional<String> version, String model) {
        /** What every shop begins with. */
        public static final Active STATED = new Active(Optional.empty(), LanguageModel.BASE);
    }

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

    /** The newest in use that hears no trained model and may serve; empty where there is none. */
    Optional<String> lastWithoutModel() {
        return sql
                .query(
                        "SELECT version FROM decision_layer WHERE activated_at IS NOT NULL"
                                + " AND coalesce((provenance->'language'->>'weight')::float8, 0) = 0 AND erasures >= "
                                + SERVED
                                + " ORDER BY activated_at DESC LIMIT 1",
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /**
     * What was stored.
     *
     * @throws NotFound where there is no such version
     * @throws Conflict where it may not serve any more
     * @throws io.explainrec.ml.evidence.ArtifactException where it cannot be read
     */
    public DecisionArtifact get(String version) {
        return sql.query("""
                        SELECT (layer || jsonb_build_object('provenance', provenance))::text, learned
                        FROM decision_layer WHERE version = ?
                        """, row -> new DecisionArtifact.Encoded(row.getString(1), row.getBytes(2)), version).stream()
                .findFirst()
                .map(encoded -> {
                    if (encoded.learned() == null) {
                        throw countsTheErased(version);
                    }
                    return DecisionArtifact.decode("the stored decision layer " + version, encoded);
                })
                .orElseThrow(() -> unknown(version));
    }

    /**
     * A model or space that a stored layer goes with.
     *
     * @param hears SHA-256 of the trained model whose scores it weighs; empty where it weighs none
     * @param space null for the text encoder's
     */
    record GoesWith(Optional<String> hears, Provenance.Space space) {}

    /**
     * What a layer goes with, whether this program can read the layer or not.
     *
     * @throws NotFound where there is no such version
     */
    GoesWith goesWith(String version) {
        String query = """
                SELECT CASE WHEN (provenance->'language'->>'weight')::float8 <> 0 THEN provenance->'language'->>'sha256' END,
                  provenance->'space'->>'name', provenance->'space'->>'sha256'
                FROM decision_layer WHERE version = ?
                """;
        return sql
                .query(query, row -> new GoesWith(Optional.ofNullable(row.getString(1)), space(row, 2)), version)
                .stream()
                .findFirst()
                .orElseThrow(() -> unknown(version));
    }

    private static Provenance.Space space(ResultSet row, int column) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : new Provenance.Space(name, row.getString(column + 1));
    }

    private static NotFound unknown(String version) {
        return new NotFound(
                "There is no decision layer '" + version + "'; './explainrec model list' says which there are.");
    }

    boolean has(String version) {
        return !sql.query("SELECT 1 FROM decision_layer WHERE version = ?", row -> 1, version)
                .isEmpty();
    }

    /** Who has been erased. */
    Provenance.Erased erased() {
        return sql.query(
                        "SELECT count(*), coalesce((array_agg(id::text ORDER BY erased_at DESC, id DESC))[1], '') FROM erased_user",
                        row -> new Provenance.Erased(row.getLong(1), row.getString(2)))
                .getFirst();
    }

    /**
     * How many people had been erased when an artefact from elsewhere was fitted, as far as this database can tell: of a receipt that it does not
     * know, nobody; without one, those that the time tells, unless the version is stored, when better is known.
     */
    private long erasures(DecisionArtifact artifact) {
        Provenance.Erased erased = artifact.provenance().erased();
        if (erased != null) {
            // Never more than the fit knew: one may have been committed since that began before.
            return sql.query("""
                            SELECT least(count(*), ?) FROM erased_user e
                            WHERE (e.erased_at, e.id) <= (SELECT r.erased_at, r.id FROM erased_user r WHERE r.id::text = ?)
                            """, row -> row.getLong(1), erased.count(), erased.receipt())
                    .getFirst();
        }
        return has(artifact.layer().version())
                ? 0
                : sql.query(
                                "SELECT count(*) FROM erased_user WHERE erased_at < ?",
                                row -> row.getLong(1),
                                Timestamp.from(artifact.provenance().fittedAt()))
                        .getFirst();
    }

    /** Adds an artefact from elsewhere, as {@link #store(DecisionArtifact, long)} does. */
    void store(DecisionArtifact artifact) {
        store(artifact, erasures(artifact));
    }

    /** Whether it may serve: nobody was erased whom it may count and what serves does not. */
    boolean mayServe(String version) {
        return sql.query(
                        "SELECT erasures >= " + SERVED + " FROM decision_layer WHERE version = ?",
                        row -> row.getBoolean(1),
                        version)
                .getFirst();
    }

    /**
     * Adds it where it is new. Of the same version, what was there stays, unless it is behind fewer erasures.
     *
     * @param erasures how many people had been erased when what it was fitted on was read
     */
    void store(DecisionArtifact artifact, long erasures) {
        DecisionArtifact.Encoded encoded = artifact.encoded();
        sql.execute("""
                INSERT INTO decision_layer (version, provenance, layer, learned, erasures)
                SELECT ?, d->'provenance', d - 'provenance', ?, ? FROM (SELECT ?::jsonb AS d) AS decision
                ON CONFLICT (version) DO UPDATE
                SET created_at = excluded.created_at, provenance = excluded.provenance, layer = excluded.layer,
                  learned = excluded.learned, erasures = excluded.erasures
                WHERE decision_layer.erasures < excluded.erasures
                """, artifact.layer().version(), encoded.learned(), erasures, encoded.decision());
    }

    /**
     * Makes a stored version the active one, and no other. In the caller's transaction.
     *
     * @throws Conflict where it may not serve
     */
    void activate(String version) {
        lock();
        if (!mayServe(version)) {
            throw countsTheErased(version);
        }
        sql.execute("UPDATE decision_layer SET active = false WHERE active");
        sql.execute("UPDATE decision_layer SET active = true, activated_at = now() WHERE version = ?", version);
        forgetErased();
    }

    /** Leaves none active. In the caller's transaction. */
    void deactivate() {
        lock();
        sql.execute("UPDATE decision_layer SET active = false WHERE active");
        forgetErased();
    }

    /**
     * Two activations wait for each other, of a layer or a model, so that the later one wins. In the caller's transaction, before any other
     * lock.
     */
    void lock() {
        sql.execute("LOCK TABLE decision_layer IN SHARE ROW EXCLUSIVE MODE");
    }

    /** Takes away what those learned that may not serve any more. */
    void forgetErased() {
        sql.execute("UPDATE decision_layer SET learned = NULL WHERE learned IS NOT NULL AND erasures < " + SERVED);
    }

    private static Conflict countsTheErased(String version) {
        return new Conflict(
                "The decision layer " + version + " was fitted before a person was erased, whom it may count and"
                        + " what serves does not; './explainrec model fit' fits another.");
    }
}
