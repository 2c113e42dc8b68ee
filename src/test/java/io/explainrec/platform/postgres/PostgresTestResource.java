package io.explainrec.platform.postgres;

import io.explainrec.platform.Folders;
import io.explainrec.platform.installation.Installation;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A fresh installation with its own PostgreSQL for the application under test. */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private Path root;
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            // In /tmp, since for root PostgreSQL runs as another user, and a checkout may lie where that one cannot
            // enter.
            root = Files.createTempDirectory("explainrec-test");
            System.setProperty(
                    Installation.PROPERTY, TestInstallation.in(root).root().toString());
            postgres = TestInstallation.postgres(root);
            Map<String, String> settings = new HashMap<>(postgres.start().settings());
            settings.put("quarkus.http.test-port", "0");
            settings.put(Installation.PROPERTY, root.toString());
            return settings;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (postgres == null) {
            return;
        }
        postgres.stop();
        Folders.delete(root);
    }
}
