package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest Quarkus application that answers by HTTP, built for comparison with the same version. */
final class BareQuarkus {
    private BareQuarkus() {}

    /**
     * Builds it in the folder.
     *
     * @return its runnable jar
     */
    static Path build(Path folder) {
        Path log = folder.resolve("build.log");
        try {
            Path sources = Files.createDirectories(folder.resolve("src/main/java"));
            copy("pom.xml", folder.resolve("pom.xml"));
            copy("Hello.java.txt", sources.resolve("Hello.java"));
            Path home = Path.of(System.getProperty("explainrec.home", "."));
            String version = Quarkus.class.getPackage().getImplementationVersion();
            int exit = new ProcessBuilder(
                            home.resolve("mvnw").toString(),
                            "-B",
                            "-q",
                            "-f",
                            folder.resolve("pom.xml").toString(),
                            "-Dquarkus.version=" + version,
                            "package")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new CommandException("the bare Quarkus application could not be built: " + Files.readString(log));
            }
            return folder.resolve("target/quarkus-app/quarkus-run.jar");
        } catch (IOException e) {
            throw new CommandException("cannot build the bare Quarkus application: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the bare Quarkus application was built");
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = BareQuarkus.class.getResourceAsStream("/bench/bare-quarkus/" + name)) {
            Files.copy(in, to);
        }
    }
}
