package io.explainrec.platform.postgres;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where tests find the assets that the first run fetches: shared between runs, so that they are fetched once. */
public final class TestInstallation {
    private TestInstallation() {}

    /** The assets of {@code EXPLAINREC_ASSETS}, else those of this checkout's {@code var/}. */
    public static Assets assets() {
        return Assets.of(new Installation(Path.of(System.getProperty("explainrec.home", "."), "var")));
    }

    /** Makes every installation of this JVM use {@link #assets()}. */
    public static void shareAssets() {
        if (System.getenv("EXPLAINREC_ASSETS") == null) {
            Path home = Path.of(System.getProperty("explainrec.home", "."));
            System.setProperty(
                    Assets.PROPERTY, home.resolve("var/assets").toAbsolutePath().toString());
        }
    }

    /** An installation in a folder that other users may enter: for root PostgreSQL runs as one. */
    public static Installation in(Path root) {
        try {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shareAssets();
        return new Installation(root);
    }

    /** An installation in this folder with a PostgreSQL of its own. */
    public static EmbeddedPostgres postgres(Path root) {
        return new EmbeddedPostgres(new Installation(root), assets().path("postgres"));
    }
}
