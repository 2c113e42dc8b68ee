package io.explainrec.cli.bench;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.nio.file.Path;

/** The program as it is shipped, made of the classes under test, for tests that kill its process. */
final class PackagedProgram {
    private PackagedProgram() {}

    /** Builds it in this folder; its runnable jar. */
    static Path in(Path folder) throws Exception {
        Path project = Path.of(System.getProperty("explainrec.home", "."))
                .toAbsolutePath()
                .normalize();
        try (CuratedApplication application = QuarkusBootstrap.builder()
                .setApplicationRoot(project.resolve("target/classes"))
                .setProjectRoot(project)
                .setTargetDirectory(folder)
                .setBaseName("explainrec")
                .setMode(QuarkusBootstrap.Mode.PROD)
                .setLocalProjectDiscovery(true)
                .setIsolateDeployment(true)
                .build()
                .bootstrap()) {
            return application
                    .createAugmentor()
                    .createProductionApplication()
                    .getJar()
                    .getPath();
        }
    }
}
