package io.explainrec.embedding;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The table of encoder versions: one is active, one may be incoming, and the others served before. Every process reads it anew, so
 * that all see a switch at once.
 */
@ApplicationScoped
class EncoderVersions {
    private static final String SELECT = "SELECT id, name, sha256, dimension FROM encoder_version ";

    private final Statements sql;

    EncoderVersions(DataSource database) {
        sql = new Statements(database);
    }

    /** The one that serves; empty before the first start. */
    Optional<EncoderVersion> active() {
        return select("WHERE active").stream().findFirst();
    }

    /** The one that is embedded beside it; mostly there is none. */
    Optional<EncoderVersion> incoming() {
        return select("WHERE incoming").stream().findFirst();
    }

    /** That of the installed text encoder, whether items lie in it or not; empty before the first start. */
    Optional<EncoderVersion> ofTexts() {
        return select(
                        "WHERE name = ? AND sha256 = ?",
                        TextEncoder.NAME,
                        Assets.named(TextEncoder.ASSET).sha256())
                .stream()
                .findFirst();
    }

    /** The active one and the incoming one. */
    Set<EncoderVersion> inUse() {
        return Set.copyOf(select("WHERE active OR incoming"));
    }

    /** All that there ever were, oldest first. */
    List<EncoderVersion> list() {
        return select("ORDER BY id");
    }

    /**
     * Makes a version the incoming one, adding it where it is new; the active one at once where there is none. What came in before is
     * not wanted any more. Of the active one, nothing comes in.
     */
    @Transactional
    EncoderVersion bring(String name, String sha256, int dimension) {
        lock();
        sql.execute("""
                INSERT INTO encoder_version (name, sha256, dimension) VALUES (?, ?, ?) ON CONFLICT (name, sha256) DO NOTHING
                """, name, sha256, dimension);
        EncoderVersion version =
                select("WHERE name = ? AND sha256 = ?", name, sha256).getFirst();
        Optional<EncoderVersion> active = active();
        sql.execute("UPDATE encoder_version SET incoming = false WHERE incoming");
        if (active.isEmpty()) {
            sql.execute("UPDATE encoder_version SET active = true WHERE id = ?", version.id());
        } else if (!active.get().equals(version)) {
            sql.execute("UPDATE encoder_version SET incoming = true WHERE id = ?", version.id());
        }
        return version;
    }

    /** Makes the incoming version the active one, in the caller's transaction; false where it is not incoming any more. */
    boolean switchTo(EncoderVersion version) {
        lock();
        if (!incoming().equals(Optional.of(version))) {
            return false;
        }
        sql.execute("UPDATE encoder_version SET active = false WHERE active");
        sql.execute("UPDATE encoder_version SET active = true, incoming = false WHERE id = ?", version.id());
        return true;
    }

    /** Those who change it wait for each other; those who read do not wait. */
    private void lock() {
        sql.execute("LOCK TABLE encoder_version IN SHARE ROW EXCLUSIVE MODE");
    }

    private List<EncoderVersion> select(String where, Object... parameters) {
        return sql.query(
                SELECT + where,
                row -> new EncoderVersion(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4)),
                parameters);
    }
}
