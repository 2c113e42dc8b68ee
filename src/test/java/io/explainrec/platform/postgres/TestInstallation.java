package io.explainrec.platform.postgres;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;

/** Where tests find the assets that the first run fetches: shared between runs, so that they are fetched once. */
public final class TestInstallation {
    private TestInstallation() {}

    /** The assets of {@code EXPLAINREC_ASSETS}, else those of this checkout's {@code var/}. */
    public static Assets assets() {
        return Assets.of(new Installation(Path.of(System.getProperty("explainrec.home", "."), "var")));
    }

    /** An installation in this folder with a PostgreSQL of its own. */
    public static EmbeddedPostgres postgres(Path root) {
        return new EmbeddedPostgres(new Installation(root), assets().path("postgres"));
    }
}
